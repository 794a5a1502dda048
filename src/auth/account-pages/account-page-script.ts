/**
 * Runs in the page. The token comes in the fragment, which a browser sends to nobody, and leaves the address bar at
 * once. It is used when the person presses the button only: mail scanners open links, too.
 */
export const SCRIPT = `
const form = document.querySelector('form');
const message = document.getElementById('message');
const field = form.querySelector('input');
const submit = form.querySelector('[type=submit]');
const toggle = form.querySelector('[aria-pressed]');
let token = null;

function say(kind, sentences) {
  message.className = kind;
  message.replaceChildren(...sentences.map((text) => Object.assign(document.createElement('p'), { textContent: text })));
  message.focus();
}

function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    token = given;
    history.replaceState(null, '', location.pathname + location.search);
    message.replaceChildren();
  }
  form.hidden = !token;
  if (!token) say('refused', ['This link is not complete. Open the link in the mail once more, the whole of it.']);
}

function hidePassword(hidden) {
  field.type = hidden ? 'password' : 'text';
  toggle.setAttribute('aria-pressed', String(!hidden));
}

const nameOf = (pointer) =>
  field && pointer === '#/' + field.name ? field.labels[0].textContent : pointer === '#/token' ? 'The link' : pointer.slice(2);

const waiting = (seconds) =>
  seconds > 0 ? 'Try again in ' + (seconds < 90 ? seconds + ' seconds.' : Math.ceil(seconds / 60) + ' minutes.') : undefined;

async function refuse(answer) {
  const { code, title, detail, errors = [] } = await answer.json().catch(() => ({}));
  if (field && errors.some(({ pointer }) => pointer === '#/' + field.name)) field.setAttribute('aria-invalid', 'true');
  if (code === 'oneTimeToken.invalid') leave();
  say('refused', [
    title ?? 'This did not work (' + answer.status + '). Try again later.',
    ...(errors.length > 0 ? errors.map((error) => nameOf(error.pointer) + ' ' + error.detail + '.') : [detail]),
    waiting(Number(answer.headers.get('retry-after'))),
  ].filter(Boolean));
}

function leave() {
  token = null;
  form.reset();
  form.hidden = true;
}

function succeed() {
  leave();
  say('done', [form.dataset.done]);
}

async function send() {
  const body = JSON.stringify({ token, ...(field && { [field.name]: field.value }) });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(form.dataset.path, { method: 'POST', headers, body, redirect: 'error' });
  if (answer.ok) succeed();
  else await refuse(answer);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (submit.disabled) return;
  submit.disabled = true;
  if (field) {
    field.removeAttribute('aria-invalid');
    hidePassword(true);
  }
  send()
    .catch(() => say('refused', ['The server could not be reached. Try again.']))
    .finally(() => { submit.disabled = false; });
});
toggle?.addEventListener('click', () => hidePassword(field.type === 'text'));
addEventListener('hashchange', () => location.hash.includes('token=') && takeToken());
takeToken();
`;

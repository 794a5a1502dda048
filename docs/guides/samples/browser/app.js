import { Session } from './session.js';

const session = new Session(document.querySelector('meta[name=sallyport]').content);
const [stranger, member, message] = ['stranger', 'member', 'message'].map((id) =>
  document.getElementById(id),
);

/** What is wrong, in the server's words. */
async function problemOf(answer) {
  const { title, detail, errors = [] } = await answer.json();
  return [title, detail, ...errors.map((field) => `${field.pointer.slice(2)} ${field.detail}`)]
    .filter(Boolean)
    .join(' ');
}

/** Shows the account, or the form to sign in. */
async function show() {
  const [me, sessions] = session.mayExist
    ? await Promise.all([session.send('GET', '/me'), session.send('GET', '/sessions')])
    : [];
  if (me && !me.ok && me.status !== 401) throw new Error(await problemOf(me));
  stranger.hidden = Boolean(me?.ok);
  member.hidden = !me?.ok;
  if (!me?.ok) return;
  const { email, displayName } = await me.json();
  document.getElementById('email').textContent = email;
  document.getElementById('name').textContent = displayName ?? '–';
  const list = sessions.ok ? await sessions.json() : [];
  const items = list.map(({ device, current }) => {
    const item = document.createElement('li');
    item.textContent = current ? `${device}, this one` : device;
    return item;
  });
  document.getElementById('sessions').replaceChildren(...items);
}

/** One step after the other, until one is refused; then shows how things stand, and what came of it. */
async function attempt(done, ...steps) {
  message.textContent = '';
  try {
    let problem;
    for (const step of steps) {
      const answer = await step();
      if (!answer.ok) problem = await problemOf(answer);
      if (problem) break;
    }
    await show();
    message.textContent = problem ?? done;
  } catch (error) {
    message.textContent = `That did not work: ${error.message}`;
  }
}

stranger.addEventListener('submit', (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(stranger));
  const signIn = () => session.signIn({ email, password });
  if (event.submitter.value === 'register')
    void attempt('Welcome.', () => session.register({ email, password }), signIn);
  else void attempt('You are signed in.', signIn);
  stranger.elements.password.value = '';
});

document.getElementById('rename').addEventListener('submit', (event) => {
  event.preventDefault();
  const { displayName } = Object.fromEntries(new FormData(event.target));
  void attempt('Saved.', () => session.send('PATCH', '/me', { displayName }));
});

document.getElementById('reload').addEventListener('click', () => void attempt('Up to date.'));
document
  .getElementById('sign-out')
  .addEventListener('click', () => void attempt('You are signed out.', () => session.signOut()));

session.onChangeElsewhere(() => void attempt(''));
await attempt('');

// A browser's session with Sallyport in cookie mode. The tokens are in HttpOnly cookies, out of reach of every script.

const MARK = 'sallyport.mark'; // changes with every sign-in, refresh and sign-out, in whichever tab
const OVER = 'over'; // the mark once the session has ended
const CSRF = 'sallyport.csrf'; // used only where the page cannot read the CSRF cookie

const mark = () => localStorage.getItem(MARK);

const csrfCookie = () => /(?:^|; )(?:__Host-)?sallyport_csrf=([^;]+)/.exec(document.cookie)?.[1];
const csrfToken = () => csrfCookie() ?? localStorage.getItem(CSRF);

export class Session {
  #api;

  /** @param {string} api the origin of the server, such as https://auth.example.com */
  constructor(api) {
    this.#api = api;
  }

  /** Whether asking is worth it. */
  get mayExist() {
    return mark() !== OVER && Boolean(csrfToken());
  }

  /** Answers as fetch does. A call that the access token has expired for is sent again after a refresh. */
  async send(method, path, body) {
    const before = mark();
    const answer = await this.#fetch(method, path, body);
    if (answer.status !== 401 || !this.mayExist) return answer;
    // One at a time, in all tabs together. Who waited while another refreshed finds the mark changed.
    const refresh = await navigator.locks.request('sallyport.refresh', () =>
      mark() === before ? this.#refresh() : undefined,
    );
    if (!refresh || refresh.ok) return this.#fetch(method, path, body);
    return refresh.status < 429 ? answer : refresh; // the session is over, or: the server cannot tell now
  }

  register(account) {
    return this.#fetch('POST', '/register', account);
  }

  async signIn(credentials) {
    return this.#begun(await this.#fetch('POST', '/login?useCookies=true', credentials));
  }

  async signOut() {
    const answer = await this.send('POST', '/logout');
    if (answer.ok || answer.status === 401) this.#over();
    return answer;
  }

  /** Calls back when the person signed in or out in another tab, or the session went on there. */
  onChangeElsewhere(listener) {
    addEventListener('storage', ({ key }) => key === MARK && listener());
  }

  async #refresh() {
    const answer = await this.#begun(await this.#fetch('POST', '/refresh'));
    if (!answer.ok && answer.status < 429) this.#over();
    return answer;
  }

  async #begun(answer) {
    if (!answer.ok) return answer;
    const { csrf_token } = await answer.clone().json();
    if (csrfCookie() !== csrf_token) localStorage.setItem(CSRF, csrf_token);
    localStorage.setItem(MARK, crypto.randomUUID());
    return answer;
  }

  #over() {
    localStorage.removeItem(CSRF);
    localStorage.setItem(MARK, OVER);
  }

  #fetch(method, path, body) {
    const headers = {};
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (method !== 'GET' && csrfToken()) headers['X-CSRF-Token'] = csrfToken();
    return fetch(this.#api + path, {
      method,
      headers,
      credentials: 'include', // another origin, so fetch must be told to send and to keep cookies
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

import type { Answer, Client } from './client.js';
import { PASSWORD } from './person.js';

/** A page in a browser: it keeps cookies by their names, and can read the CSRF token only. */
export class BrowserPage {
  private readonly jar = new Map<string, string>();
  csrfToken = '';

  constructor(
    private readonly client: Client,
    readonly origin = 'http://localhost:3000',
  ) {}

  async signsIn(email: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.sends('POST', '/login?useCookies=true', { email, password: PASSWORD }, headers);
    if (answer.status === 200) this.csrfToken = answer.body.csrf_token;
    return answer;
  }

  sends(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const own = { origin: this.origin, 'x-csrf-token': this.csrfToken, cookie: this.cookies, ...headers };
    const sent = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ''));
    return this.keeping(this.client.send(method, path, { headers: sent, body }));
  }

  get cookies(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  cookie(name: string): string | undefined {
    return this.jar.get(name);
  }

  private async keeping(sent: Promise<Answer>): Promise<Answer> {
    const answer = await sent;
    for (const [name, cookie] of Object.entries(answer.setCookies)) {
      const value = cookie.slice(name.length + 1).split(';', 1)[0] ?? '';
      if (/max-age=0/i.test(cookie)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return answer;
  }
}

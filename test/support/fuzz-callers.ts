import { BrowserPage } from './browser-session.js';
import { PASSWORD, Person } from './person.js';
import { run, type Server, settingsIn } from './server.js';

export const CALLERS = ['stranger', 'bearer', 'cookie', 'administrator'] as const;

export type CallerKind = (typeof CALLERS)[number];

/** Those in whose name requests are made. Who lost their access by such a request gets it back, or is replaced. */
export class FuzzCallers {
  private readonly people = new Map<CallerKind, Person>();
  private readonly headers = new Map<CallerKind, Record<string, string>>();
  private count = 0;

  constructor(private readonly server: Server) {}

  headersOf(kind: CallerKind): Record<string, string> {
    return this.headers.get(kind) ?? {};
  }

  /** Signs in again whoever cannot read their own account any more. */
  async ensure(kinds: readonly CallerKind[] = CALLERS): Promise<void> {
    for (const kind of kinds.filter((kind) => kind !== 'stranger')) {
      const { status } = await this.server.get('/me', { headers: this.headersOf(kind) });
      if (status === 200) continue;
      const known = this.people.get(kind);
      const headers = (known && (await this.signIn(kind, known))) ?? (await this.somebodyNew(kind));
      this.headers.set(kind, headers);
    }
  }

  private async somebodyNew(kind: CallerKind): Promise<Record<string, string>> {
    const person = new Person(this.server, `${kind}${(this.count += 1)}@example.com`);
    if (kind === 'administrator') await this.makeAdministrator(person.email);
    else await person.registered();
    this.people.set(kind, person);
    const headers = await this.signIn(kind, person);
    if (!headers) throw new Error(`${person.email} cannot sign in`);
    return headers;
  }

  /** Undefined for who may not: the account is gone, or has another password. */
  private async signIn(kind: CallerKind, person: Person): Promise<Record<string, string> | undefined> {
    if (kind === 'cookie') {
      const page = new BrowserPage(this.server, this.server.url);
      if ((await page.signsIn(person.email)).status !== 200) return undefined;
      return { origin: page.origin, cookie: page.cookies, 'x-csrf-token': page.csrfToken };
    }
    if ((await person.signsIn()).status !== 200) return undefined;
    return { authorization: `Bearer ${person.accessToken}` };
  }

  private async makeAdministrator(email: string): Promise<void> {
    const command = ['user', 'create', '--email', email, '--role', 'admin'];
    const { code, stderr } = await run(
      'cli.js',
      command,
      await settingsIn(this.server.folder),
      `${PASSWORD}\n`,
    );
    if (code !== 0) throw new Error(`No administrator could be made: ${stderr}`);
  }
}

import type { Answer, Call, Client } from './client.js';

export const PASSWORD = 'correct horse battery staple';

export interface SignInStyle {
  readonly token_format?: 'jwt' | 'opaque';
}

/** Someone with an account and one device, who keeps the tokens it was given. */
export class Person {
  readonly password = PASSWORD;
  accessToken = '';
  refreshToken = '';

  constructor(
    private readonly client: Client,
    readonly email: string,
  ) {}

  registers(more: object = {}): Promise<Answer> {
    return this.client.post('/register', { email: this.email, password: this.password, ...more });
  }

  async registered(more?: object): Promise<this> {
    expectStatus(await this.registers(more), 201);
    return this;
  }

  signsIn(style: SignInStyle = {}): Promise<Answer> {
    return this.keeping(this.client.post('/login', { email: this.email, password: this.password, ...style }));
  }

  /** Registers and signs in. */
  async signedIn(style?: SignInStyle): Promise<this> {
    await this.registered();
    expectStatus(await this.signsIn(style), 200);
    return this;
  }

  /** The same person on another device. */
  async onAnotherDevice(style?: SignInStyle): Promise<Person> {
    const other = new Person(this.client, this.email);
    expectStatus(await other.signsIn(style), 200);
    return other;
  }

  refreshes(token = this.refreshToken): Promise<Answer> {
    return this.keeping(this.client.post('/refresh', { refresh_token: token }));
  }

  signsOut(): Promise<Answer> {
    return this.sends('POST', '/logout');
  }

  gets(path: string): Promise<Answer> {
    return this.sends('GET', path);
  }

  sends(method: string, path: string, { headers = {}, body }: Call = {}): Promise<Answer> {
    return this.client.send(method, path, {
      body,
      headers: { authorization: `Bearer ${this.accessToken}`, ...headers },
    });
  }

  /** The claims of the access token, believed without a look at the signature. */
  get claims(): Record<string, unknown> {
    return JSON.parse(Buffer.from(this.accessToken.split('.')[1] ?? '', 'base64url').toString());
  }

  private async keeping(sent: Promise<Answer>): Promise<Answer> {
    const answer = await sent;
    if (answer.status === 200) {
      this.accessToken = answer.body.access_token;
      this.refreshToken = answer.body.refresh_token;
    }
    return answer;
  }
}

export function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status)
    throw new Error(`Expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
}

import type { Answer, Call } from './client.js';
import { expectStatus, type Person } from './person.js';
import type { World } from './world.js';

/** A program that has an API key and nothing else. */
export class Program {
  constructor(
    private readonly world: World,
    readonly key: string,
    readonly id: string,
  ) {}

  /** One with a key that a person makes for it. */
  static async of(person: Person, world: World, wish: object = {}): Promise<Program> {
    const made = await person.sends('POST', '/api-keys', { body: { name: 'a program', ...wish } });
    expectStatus(made, 201);
    return new Program(world, made.body.key, made.body.id);
  }

  gets(path: string): Promise<Answer> {
    return this.sends('GET', path);
  }

  sends(method: string, path: string, { headers = {}, body }: Call = {}): Promise<Answer> {
    return this.world.send(method, path, {
      body,
      headers: { authorization: `Bearer ${this.key}`, ...headers },
    });
  }

  /** Status and code of the answer to `GET /me`. */
  async verdict(): Promise<[number, string | undefined]> {
    const { status, body } = await this.gets('/me');
    return [status, body.code];
  }
}

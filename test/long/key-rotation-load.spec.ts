import { decodeProtectedHeader } from 'jose';
import { KeyRing } from '../../src/keys/index.js';
import type { Client } from '../support/client.js';
import { Person } from '../support/person.js';
import { run, Server, settingsIn } from '../support/server.js';
import { World } from '../support/world.js';

const CLIENTS = 4;

/** Clients that use the server as fast as they can, and keep what it answered. */
class Crowd {
  /** How often each answer came: `GET /me 200`. */
  readonly answers = new Map<string, number>();
  /** The keys of the access tokens they were given. */
  readonly keys = new Set<string>();
  private isDone = false;
  private readonly busy: Promise<void>[];

  private constructor(people: readonly Person[]) {
    this.busy = people.map((person) => this.live(person));
  }

  static async of(client: Client): Promise<Crowd> {
    const names = Array.from({ length: CLIENTS }, (_, number) => `crowd${number}@example.com`);
    return new Crowd(await Promise.all(names.map((email) => new Person(client, email).signedIn())));
  }

  async disperses(): Promise<void> {
    this.isDone = true;
    await Promise.all(this.busy);
  }

  /** Signs in, refreshes, and uses the new and the old access token, again and again. */
  private async live(person: Person): Promise<void> {
    const old = Object.assign(Object.create(person) as Person, { accessToken: person.accessToken });
    while (!this.isDone) {
      this.note('POST /login', (await person.signsIn()).status, person);
      for (let time = 0; time < 8; time += 1) {
        for (const one of [person, old, person]) this.note('GET /me', (await one.gets('/me')).status);
        this.note('POST /refresh', (await person.refreshes()).status, person);
      }
    }
  }

  private note(call: string, status: number, person?: Person): void {
    const answer = `${call} ${status}`;
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    if (person) this.keys.add(decodeProtectedHeader(person.accessToken).kid ?? '');
  }
}

// The crowd signs in again and again: the twenty-first session of one person would end the first, which is no false 401.
const MANY_SESSIONS = { SESSIONS_PER_USER: '1000' };

const ALL_GOOD = ['GET /me 200', 'POST /login 200', 'POST /refresh 200'];
const whileTimePasses = (seconds: number) => new Promise((wait) => setTimeout(wait, seconds * 1000));

describe('Under load, rotating the keys refuses nobody', () => {
  it('however often a new key takes over', async () => {
    const world = await World.open({ env: MANY_SESSIONS });
    const crowd = await Crowd.of(world);
    for (let rotation = 0; rotation < 10; rotation += 1) {
      await world.provider(KeyRing).rotate(0.1);
      await whileTimePasses(0.3);
    }
    await crowd.disperses();
    expect([...crowd.answers.keys()].sort()).toEqual(ALL_GOOD);
    expect(crowd.answers.get('GET /me 200')).toBeGreaterThan(100);
    expect(crowd.keys.size).toBeGreaterThan(5);
    await world.close();
  });

  it('nor where another process makes the new key: npm run cli -- keys rotate --at-once', async () => {
    const server = await Server.start({ env: MANY_SESSIONS });
    const crowd = await Crowd.of(server);
    for (let rotation = 0; rotation < 3; rotation += 1) {
      const { code, stdout } = await run(
        'cli.js',
        ['keys', 'rotate', '--at-once'],
        await settingsIn(server.folder),
      );
      expect([code, stdout]).toEqual([0, expect.stringContaining('it signs in 5 seconds')]);
    }
    await whileTimePasses(6);
    await crowd.disperses();
    expect([...crowd.answers.keys()].sort()).toEqual(ALL_GOOD);
    expect(crowd.keys.size).toBe(4);
    await server.close();
  }, 60_000);
});

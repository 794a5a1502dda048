import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { dressApplication } from '../../src/application.js';
import { AppModule } from '../../src/app.module.js';
import { Accounts } from '../../src/auth/index.js';
import { sections } from '../../src/configuration.js';
import { Clock } from '../../src/platform/clock/index.js';
import { loadConfiguration } from '../../src/platform/config/index.js';
import { createAdapter, httpConfig } from '../../src/platform/http/index.js';
import { Client } from './client.js';
import type { FrozenClock } from './frozen-clock.js';
import { openWorlds } from './open-worlds.js';
import { Person } from './person.js';
import { store } from './store.js';
import { UNLIMITED } from './unlimited.js';

interface Options {
  /** Settings beside those of every test. */
  readonly env?: Readonly<Record<string, string>>;
  /** Stop the time, to move it by hand. */
  readonly clock?: FrozenClock;
  /** A folder of an earlier world, to start again on its database. */
  readonly folder?: string;
}

/** A running Sallyport of its own, on a database file of its own, over real HTTP. */
export class World extends Client {
  private static people = 0;

  private constructor(
    url: string,
    readonly app: NestFastifyApplication,
    readonly folder: string,
    /** Every path that the HTTP server was given, from whomever. */
    readonly served: readonly string[],
    /** The same with methods, such as `GET /me`. */
    readonly servedRoutes: readonly string[],
  ) {
    super(url);
  }

  static async open({
    env = {},
    clock,
    folder = mkdtempSync(join(tmpdir(), 'sallyport-')),
  }: Options = {}): Promise<World> {
    const settings = {
      NODE_ENV: 'test',
      PORT: '0',
      PUBLIC_URL: 'http://localhost:3000',
      ...(await store.settingsFor(folder)),
      DATA_DIR: folder,
      ...UNLIMITED,
      ...env,
    };
    const configuration = loadConfiguration(settings, sections);
    let building = Test.createTestingModule({ imports: [AppModule.with(configuration)] }).setLogger(
      false as never,
    );
    if (clock) building = building.overrideProvider(Clock).useValue(clock);
    const module = await building.compile();
    const adapter = createAdapter(configuration.of(httpConfig));
    const app = module.createNestApplication<NestFastifyApplication>(adapter, {
      bodyParser: false,
      logger: false,
    });
    const served: string[] = [];
    const fastify = app.getHttpAdapter().getInstance();
    const routes: string[] = [];
    fastify.addHook('onRoute', ({ url, method }: { url: string; method: string | string[] }) => {
      served.push(url);
      routes.push(...[method].flat().map((one) => `${one} ${url}`));
    });
    await dressApplication(app, configuration);
    await app.listen(0, '127.0.0.1');
    const world = new World(await app.getUrl(), app, folder, served, routes);
    openWorlds.add(world);
    return world;
  }

  /** Somebody new, not yet registered. */
  person(name = `person${++World.people}`): Person {
    return new Person(this, `${name}@example.com`);
  }

  /** A registered and signed-in holder of the role `admin`. */
  async administrator(): Promise<Person> {
    const root = this.person();
    await this.provider(Accounts).create({ email: root.email, password: root.password }, ['admin']);
    await root.signsIn();
    return root;
  }

  /** A provider of the running application. */
  provider<T>(type: Type<T> | (abstract new () => T)): T {
    return this.app.get<T>(type as Type<T>, { strict: false });
  }

  /** Stops the server, keeping its files. */
  async stop(): Promise<void> {
    openWorlds.delete(this);
    await this.app.close();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

import { Person } from '../support/person.js';
import { Server } from '../support/server.js';

type Line = Record<string, unknown>;

describe('The log of a server', () => {
  const linesOf = (server: Server): Line[] =>
    server.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  const requestsOf = (server: Server) => linesOf(server).filter(({ context }) => context === 'Request');

  describe('that writes for machines', () => {
    let server: Server;
    let ada: Person;

    beforeAll(async () => {
      server = await Server.start({ env: { LOG_LEVEL: 'debug' } });
      ada = await new Person(server, 'ada@example.com').signedIn();
    });
    afterAll(() => server.close());

    /** Once its answer is logged, which is after the answer came. */
    const linesOfRequest = async (id: unknown) => {
      while (!requestsOf(server).some(({ requestId }) => requestId === id))
        await new Promise((soon) => setTimeout(soon, 10));
      return linesOf(server).filter(({ requestId }) => requestId === id);
    };

    it('has one line a request, found by the id that its answer bears', async () => {
      const { headers } = await ada.gets('/me?colour=blue');
      const [line, ...others] = await linesOfRequest(headers.get('x-request-id'));
      const userId = ada.claims.sub;
      expect(line).toMatchObject({ level: 'info', method: 'GET', route: '/me', status: 200, userId });
      expect(line?.ms).toBeGreaterThan(0);
      expect(others).toEqual([]);
    });

    it('names routes by their template, and repeats nothing of a path or query', async () => {
      const answers = [
        await server.get('/nowhere/ada@example.com?token=abc'),
        await ada.sends('DELETE', '/sessions/marked-session'),
      ];
      const ids = answers.map(({ headers }) => headers.get('x-request-id'));
      const lines = (await Promise.all(ids.map(linesOfRequest))).flat();
      const routes = lines.flatMap(({ route }) => route ?? []);
      expect(routes).toEqual(['(no route)', '/sessions/:id']);
      expect(server.output).not.toMatch(/nowhere|token=abc|colour|marked-session/);
    });

    it('tells why a request was refused, beside it', async () => {
      const { body } = await server.post('/refresh', { refresh_token: `sp_rt_${'x'.repeat(43)}` });
      expect(await linesOfRequest(body.traceId)).toMatchObject([
        { context: 'Problem', msg: expect.stringContaining('token.refreshInvalid') },
        { context: 'Request', status: 400 },
      ]);
    });

    it('at debug follows a request into what it calls, past its body', async () => {
      await ada.onAnotherDevice();
      const body = { currentPassword: ada.password, newPassword: 'quite another battery staple' };
      const { headers, status } = await ada.sends('POST', '/me/password', { body });
      expect(status).toBeLessThan(300);
      const lines = await linesOfRequest(headers.get('x-request-id'));
      expect(lines.map(({ context }) => context)).toEqual(expect.arrayContaining(['Audit', 'Request']));
    });
  });

  it('can leave requests out', async () => {
    const server = await Server.start({ env: { LOG_REQUESTS: 'off' } });
    await server.get('/me');
    await server.stop();
    expect(linesOf(server).length).toBeGreaterThan(1);
    expect(requestsOf(server)).toEqual([]);
    await server.close();
  });

  it('leaves out what machines ask every few seconds', async () => {
    const server = await Server.start();
    await server.get('/health/live');
    await server.get('/me');
    await server.stop();
    expect(requestsOf(server).map(({ route }) => route)).toEqual(['/me']);
    await server.close();
  });
});

import { JsonLogger } from './json-logger.js';

const TOKEN = `sp_rt_${'a'.repeat(43)}`;
const JWT = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.${'s'.repeat(86)}`;

describe('The log for machines', () => {
  let lines: Record<string, unknown>[];
  let logger: JsonLogger;

  beforeEach(() => {
    lines = [];
    logger = new JsonLogger('log', { write: (line: string) => void lines.push(JSON.parse(line)) });
  });

  it('is one object a line: level, time, who speaks, what they say', () => {
    logger.warn('Mind the gap', 'Platform');
    expect(lines).toEqual([
      { level: 'warn', time: expect.stringMatching(/^\d{4}-.*Z$/), context: 'Platform', msg: 'Mind the gap' },
    ]);
  });

  it('keeps the fields of a line, and the stack of an error', () => {
    logger.log({ msg: 'GET /me', requestId: '7', status: 200 }, 'Request');
    logger.error('It broke', 'Error: it\n    at here', 'Mail');
    expect(lines).toMatchObject([
      { level: 'info', msg: 'GET /me', requestId: '7', status: 200 },
      { level: 'error', msg: 'It broke', stack: 'Error: it\n    at here', context: 'Mail' },
    ]);
  });

  it('says no more than its level, and nothing of how Nest starts', () => {
    logger.debug('quiet', 'Audit');
    logger.log('Mapped {/me, GET} route', 'RouterExplorer');
    expect(lines).toEqual([]);
  });

  it('writes no secret that it knows by its name or its looks', () => {
    logger.log({ msg: `refused ${TOKEN} and ${JWT}`, password: 'hunter2', token: TOKEN } as never, 'Request');
    logger.error('It broke', `Error: ${TOKEN}\n    at here`, 'Mail');
    expect(JSON.stringify(lines)).not.toMatch(/hunter2|aaaa|ssss/);
    expect(lines).toMatchObject([{ password: '[redacted]', token: '[redacted]' }, {}]);
  });

  it('announces the server at any level', () => {
    new JsonLogger('error', { write: (line: string) => void lines.push(JSON.parse(line)) }).announce({
      API: 'http://x',
    });
    expect(lines).toMatchObject([{ msg: 'Sallyport is ready', API: 'http://x' }]);
  });
});

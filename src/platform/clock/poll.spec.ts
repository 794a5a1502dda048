import { Logger } from '@nestjs/common';
import { Poll } from './poll.js';

describe('A poll', () => {
  const log = Object.assign(new Logger('Test'), { error: jest.fn() });
  let runs: { finish: () => void; fail: (error: Error) => void }[];
  let poll: Poll;

  beforeEach(() => {
    jest.useFakeTimers();
    runs = [];
    const task = () =>
      new Promise<void>((finish, fail) => {
        runs.push({ finish, fail });
      });
    poll = new Poll(task, 1, log, 'It did not work');
    poll.start();
  });
  afterEach(() => jest.useRealTimers());

  const seconds = (count: number) => jest.advanceTimersByTimeAsync(count * 1000);

  it('waits before it runs, and runs once however long that takes', async () => {
    await seconds(0.9);
    expect(runs).toHaveLength(0);
    await seconds(10);
    expect(runs).toHaveLength(1);
  });

  it('runs again so long after the last run ended', async () => {
    await seconds(5);
    runs[0]!.finish();
    await seconds(0.9);
    expect(runs).toHaveLength(1);
    await seconds(0.1);
    expect(runs).toHaveLength(2);
  });

  it('logs a failure, and goes on', async () => {
    await seconds(1);
    runs[0]!.fail(new Error('no disk'));
    await seconds(1);
    expect(log.error).toHaveBeenCalledWith('It did not work', expect.stringContaining('no disk'));
    expect(runs).toHaveLength(2);
  });

  it('stops when what is under way has ended, and does not begin again', async () => {
    await seconds(1);
    const stopped = jest.fn();
    const stopping = poll.stop().then(stopped);
    await seconds(5);
    expect(stopped).not.toHaveBeenCalled();
    runs[0]!.finish();
    await stopping;
    await seconds(5);
    expect(runs).toHaveLength(1);
  });

  it('that was stopped before its first run never runs', async () => {
    await poll.stop();
    await seconds(5);
    expect(runs).toHaveLength(0);
  });

  it('that is hurried runs at once, and once for all that hurry it', async () => {
    poll.hurry();
    poll.hurry();
    await seconds(0.1);
    expect(runs).toHaveLength(1);
    runs[0]!.finish();
    await seconds(0.9);
    expect(runs).toHaveLength(1);
    await seconds(0.1);
    expect(runs).toHaveLength(2);
  });

  it('that is hurried while it runs does so once more, because it may have begun too early', async () => {
    await seconds(1);
    poll.hurry();
    poll.hurry();
    await seconds(0.5);
    expect(runs).toHaveLength(1);
    runs[0]!.finish();
    await seconds(0.1);
    expect(runs).toHaveLength(2);
    runs[1]!.finish();
    await seconds(0.9);
    expect(runs).toHaveLength(2);
  });

  it('that was stopped is not hurried', async () => {
    await poll.stop();
    poll.hurry();
    await seconds(5);
    expect(runs).toHaveLength(0);
  });
});

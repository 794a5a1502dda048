import { fail, type Finding, ok, warn } from './finding.js';

/** What a request came to: the status of the answer, or why there was none. */
export type Probe = number | string;

export async function probe(url: string): Promise<Probe> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3000), redirect: 'manual' })).status;
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return cause?.code ?? message;
  }
}

export function checkServer(url: string, answer: Probe): Finding {
  if (answer === 200) return ok('server', `A server is ready at ${url}`);
  if (typeof answer === 'string')
    return warn(
      'server',
      `No server answers at ${url}: ${answer}`,
      'Start it, such as `systemctl start sallyport` or `npm run start:prod`.',
    );
  return fail(
    'server',
    `The server at ${url} is not ready: ${answer}`,
    'Read its log: it names what it waits for.',
  );
}

export function checkPublicUrl(url: string, answer: Probe): Finding {
  return answer === 200
    ? ok('publicUrl', `${url} is reached from here`)
    : warn(
        'publicUrl',
        `${url} is not reached from here: ${answer}`,
        'Look at DNS, the certificate and the proxy; or PUBLIC_URL is wrong.',
      );
}

import { pino, type DestinationStream, type Logger } from 'pino';
import { isChatter, isLogLine } from './log-line.js';
import type { LogLevel } from './logging.config.js';
import { REDACTED_PATHS, withoutSecrets } from './redaction.js';
import { requestIdInScope } from './request-scope.js';
import type { ServerLogger } from './server-logger.js';

type PinoLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug';

/** For machines: an object a line, on standard output. */
export class JsonLogger implements ServerLogger {
  private readonly pino: Logger;

  constructor(
    level: LogLevel,
    // Synchronous, so that the last words of a process that dies are there.
    destination: DestinationStream = pino.destination({ dest: 1, sync: true }),
  ) {
    const options = {
      level: level === 'log' ? 'info' : level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      redact: { paths: [...REDACTED_PATHS], censor: '[redacted]' },
    };
    this.pino = pino(options, destination);
  }

  log(message: unknown, ...rest: unknown[]): void {
    if (!isChatter(rest.at(-1))) this.write('info', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  announce(places: Readonly<Record<string, string>>): void {
    const always = this.pino.child({}, { level: 'info' });
    always.info({ context: 'Sallyport', ...places }, 'Sallyport is ready');
  }

  /** @param rest a stack, where there is one, and the name of the part that speaks, as Nest's Logger gives them */
  private write(level: PinoLevel, message: unknown, rest: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const [stack, context] = rest.length > 1 ? [rest[0], rest.at(-1)] : [undefined, rest[0]];
    const {
      msg,
      requestId = requestIdInScope(),
      ...fields
    } = isLogLine(message) ? message : { msg: message };
    const facts = {
      context,
      requestId,
      ...fields,
      ...(stack !== undefined && { stack: withoutSecrets(String(stack)) }),
    };
    this.pino[level](facts, withoutSecrets(msg instanceof Error ? (msg.stack ?? msg.message) : String(msg)));
  }
}

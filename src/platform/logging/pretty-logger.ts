import { ConsoleLogger, type LogLevel as NestLevel } from '@nestjs/common';
import { isChatter, isLogLine } from './log-line.js';
import type { LogLevel } from './logging.config.js';
import { requestIdInScope } from './request-scope.js';
import type { ServerLogger } from './server-logger.js';

const LEVELS: readonly NestLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

/** For people. */
export class PrettyLogger extends ConsoleLogger implements ServerLogger {
  static at(level: LogLevel): PrettyLogger {
    return new PrettyLogger('Sallyport', { logLevels: LEVELS.slice(0, LEVELS.indexOf(level) + 1) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!isChatter(rest.at(-1))) super.log(message, ...rest);
  }

  announce(places: Readonly<Record<string, string>>): void {
    const lines = Object.entries(places).map(([name, url]) => `  ${name.padEnd(11)} ${url}\n`);
    process.stdout.write(`\nSallyport is ready.\n${lines.join('')}\n`);
  }

  protected override stringifyMessage(message: unknown, level: NestLevel): string {
    const line = isLogLine(message) ? message.msg : message;
    const requestId = isLogLine(message) ? message.requestId : requestIdInScope();
    const text = requestId && typeof line === 'string' ? `${requestId} ${line}` : line;
    return super.stringifyMessage(text, level) as string;
  }
}

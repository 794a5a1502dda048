/** A message with what belongs to it, for machines. Give it to Nest's Logger in place of a text. */
export interface LogLine {
  readonly msg: string;
  readonly requestId?: string;
  readonly [field: string]: string | number | undefined;
}

export const isLogLine = (message: unknown): message is LogLine =>
  typeof (message as { msg?: unknown } | null)?.msg === 'string';

/** What Nest tells of its own start is for people who debug Nest. */
const CHATTER = new Set([
  'InstanceLoader',
  'NestFactory',
  'NestApplication',
  'RouterExplorer',
  'RoutesResolver',
]);

export const isChatter = (context: unknown): boolean => CHATTER.has(String(context));

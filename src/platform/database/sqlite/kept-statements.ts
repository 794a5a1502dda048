import { LRUCache } from 'lru-cache';
import type { Database, Statement } from 'sqlite3';

/** How many statements are kept: more than the application has, but for lists of changing lengths. */
const KEPT = 200;

/** What is run again and again. Anything else, such as a PRAGMA or a change of the schema, is not. */
const REPEATED = /^(?:SELECT|INSERT|UPDATE|DELETE|BEGIN|SAVEPOINT|COMMIT)\b/;

type Callback = (this: Statement, error: Error | null, rows?: unknown[]) => void;
type Method = 'run' | 'all';

/**
 * The driver makes, compiles and drops a statement for each call, which takes longer than most of ours take to run.
 * This keeps them, by their text. Whoever calls must let one statement end before the next, as `serializeSqlite` does.
 */
export function keepStatements(connection: Database): void {
  const kept = new LRUCache<string, Statement>({ max: KEPT, dispose: (statement) => statement.finalize() });
  for (const method of ['run', 'all'] as const) keepFor(method, connection, kept);
  const close = connection.close.bind(connection);
  connection.close = (callback) => {
    kept.clear(); // it does not close while there are any
    close(callback);
  };
}

function keepFor(method: Method, connection: Database, kept: LRUCache<string, Statement>): void {
  const genuine = connection[method].bind(connection);
  connection[method] = ((sql: string, parameters: unknown, callback: Callback) => {
    if (typeof callback !== 'function' || !REPEATED.test(sql)) return genuine(sql, parameters, callback);
    const forget = () => kept.delete(sql);
    const answer: Callback = function (error, rows) {
      if (error) forget(); // where it stopped, nobody knows
      callback.call(this, error, rows);
    };
    const statement = kept.get(sql) ?? prepare(sql, connection, answer);
    kept.set(sql, statement);
    statement[method](parameters ?? [], answer);
    return connection;
  }) as never;
}

/** Text that does not compile is told of here, and its statement is never run. */
const prepare = (sql: string, connection: Database, answer: Callback): Statement =>
  connection.prepare(sql, function (error: Error | null) {
    if (error) answer.call(this, error);
  });

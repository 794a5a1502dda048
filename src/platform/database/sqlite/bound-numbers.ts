import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';

/** Hides a number from TypeORM. */
class Bound {
  constructor(readonly value: number) {}
}

/**
 * TypeORM's SQLite driver writes numbers into the text of a statement, and every instant is a number: no two texts
 * would be alike, and `keepStatements` keep none that is used again. This binds them, like all other values.
 */
export function bindNumbers(driver: SqliteDriver): void {
  const escape = driver.escapeQueryWithParameters.bind(driver);
  driver.escapeQueryWithParameters = (sql, parameters, nativeParameters) => {
    const hidden = Object.entries(parameters).map(([name, value]: [string, unknown]) => [
      name,
      // What is no number fails in the text, as it should; bound, it would be stored as NULL.
      Number.isFinite(value) ? new Bound(value as number) : value,
    ]);
    const [text, values] = escape(sql, Object.fromEntries(hidden), nativeParameters);
    return [text, values.map((value: unknown) => (value instanceof Bound ? value.value : value))];
  };
}

import type { DataSource } from 'typeorm';

/**
 * Milliseconds for which a transaction may still be committed after its caller was told that it failed: where the
 * connection broke, PostgreSQL may be at work on the COMMIT yet. SQLite is inside of this process.
 */
export const lingeringOf = ({ options }: DataSource): number => (options.type === 'postgres' ? 15_000 : 0);

import { growth } from '../support/growth.mjs';

export const title = 'Growth on PostgreSQL: 10 thousand users, 1 million and 10 million';

/** Only where it is asked for by name: it needs a PostgreSQL. */
export const isApart = true;

const { BENCH_POSTGRES: postgres = 'postgres://postgres@127.0.0.1:5432/postgres' } = process.env;

export const measure = (options) =>
  growth(options.short ? [1e3, 1e4] : [1e4, 1e6, 1e7], { ...options, postgres });

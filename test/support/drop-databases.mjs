import pg from 'pg';

const SERVER = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** The end of a run on PostgreSQL: what store.ts made goes. */
export default async function dropDatabases() {
  const server = new pg.Client(SERVER);
  await server.connect();
  const prefix = `sallyport_test_${process.env.TEST_RUN}_`;
  const { rows } = await server.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [
    prefix,
  ]);
  for (const { datname } of rows) await server.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
  await server.end();
}

// A Fastify route that asks nobody for anything: what no authenticated request can be ahead of.
import fastify from 'fastify';

const server = fastify();
server.get('/me', async () => ({
  id: '4b34f2a5-19b5-4a5c-9c33-5a2f1f4f7a10',
  email: 'ada@example.com',
  username: 'ada',
  displayName: 'Ada Lovelace',
  roles: ['user'],
}));
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.stdout.write('ready\n');
process.on('disconnect', () => process.exit());

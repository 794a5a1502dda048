// What a server costs that does nothing.
import fastify from 'fastify';

const server = fastify();
server.get('/', async () => ({ hello: 'world' }));
await server.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write('ready\n');

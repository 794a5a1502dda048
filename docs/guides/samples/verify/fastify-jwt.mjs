// An API that believes Sallyport's access tokens, with @fastify/jwt. `GET /reports` is for administrators.
import { KeyObject } from 'node:crypto';
import fastifyJwt from '@fastify/jwt';
import Fastify from 'fastify';
import { createRemoteJWKSet } from 'jose';

const { ISSUER: issuer = 'http://localhost:3000', AUDIENCE: audience = issuer } = process.env;
const { PORT = '4000', JWKS_MAX_AGE = '60' } = process.env;

// @fastify/jwt reads no JWKS by itself.
const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer), {
  cacheMaxAge: Number(JWKS_MAX_AGE) * 1000, // after so long, a distrusted key is not believed here either
});

const app = Fastify();

await app.register(fastifyJwt, {
  decode: { complete: true }, // so that the next function sees the header
  secret: async (_request, { header }) =>
    KeyObject.from(await keys(header)).export({ type: 'spki', format: 'pem' }),
  verify: {
    algorithms: ['ES256', 'EdDSA', 'RS256', 'PS256'],
    allowedIss: issuer,
    allowedAud: audience,
    requiredClaims: ['iss', 'aud', 'exp', 'sub'], // `allowedIss` and `allowedAud` let a token pass that has none
    checkTyp: 'at+jwt', // or any other JWT of this issuer would do
    clockTolerance: 30_000,
  },
});

const keysAreOutOfReach = ({ code }) =>
  code === undefined || ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(code);

async function authenticate(request, reply) {
  try {
    await request.jwtVerify();
  } catch (error) {
    // By itself it answers 500 for a wrong `typ`, a wrong algorithm and an unknown key.
    if (keysAreOutOfReach(error)) return reply.code(503).send();
    const challenge = request.headers.authorization ? 'Bearer error="invalid_token"' : 'Bearer';
    return reply.code(401).header('www-authenticate', challenge).send();
  }
}

const requireRole = (role) => async (request, reply) => {
  if (request.user.roles?.includes(role)) return;
  return reply.code(403).header('www-authenticate', 'Bearer error="insufficient_scope"').send();
};

app.get('/reports', { onRequest: [authenticate, requireRole('admin')] }, (request) => ({
  message: 'Only administrators read this.',
  reader: request.user.sub,
}));

await app.listen({ port: Number(PORT), host: 'localhost' });
console.log(`Listening on http://localhost:${app.server.address().port}`);

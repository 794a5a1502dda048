// An API that believes Sallyport's access tokens, with jose. `GET /reports` is for administrators.
import { createServer } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { ISSUER: issuer = 'http://localhost:3000', AUDIENCE: audience = issuer } = process.env;
const { PORT = '4000', JWKS_MAX_AGE = '60' } = process.env;

const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer), {
  cacheMaxAge: Number(JWKS_MAX_AGE) * 1000, // after so long, a distrusted key is not believed here either
});

const rules = {
  issuer,
  audience,
  typ: 'at+jwt', // or any other JWT of this issuer would do
  algorithms: ['ES256', 'EdDSA', 'RS256', 'PS256'],
  requiredClaims: ['exp', 'sub'], // what is not required, jose accepts when it is missing
  clockTolerance: 30,
};

class Refusal extends Error {
  constructor(status, challenge) {
    super(`Refused with ${status}`);
    Object.assign(this, { status, challenge });
  }
}

/** The claims of the token that a request brings. */
async function authenticate(request) {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!token) throw new Refusal(401, 'Bearer');
  try {
    const { payload } = await jwtVerify(token, keys, rules);
    return payload;
  } catch (error) {
    if (keysAreOutOfReach(error)) throw error; // not the caller's fault, so not 401
    throw new Refusal(401, 'Bearer error="invalid_token"');
  }
}

const keysAreOutOfReach = ({ code }) =>
  code === undefined || ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(code);

const routes = {
  async 'GET /reports'(request) {
    const { sub, roles } = await authenticate(request);
    if (!roles.includes('admin')) throw new Refusal(403, 'Bearer error="insufficient_scope"');
    return { message: 'Only administrators read this.', reader: sub };
  },
};

const server = createServer(async (request, response) => {
  const route = routes[`${request.method} ${request.url.split('?')[0]}`];
  try {
    if (!route) throw new Refusal(404);
    const body = JSON.stringify(await route(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  } catch ({ status = 503, challenge }) {
    response.writeHead(status, challenge ? { 'www-authenticate': challenge } : {}).end();
  }
});

server.listen(Number(PORT), 'localhost', () =>
  console.log(`Listening on http://localhost:${server.address().port}`),
);

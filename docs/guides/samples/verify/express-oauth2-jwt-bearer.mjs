// An API that believes Sallyport's access tokens, with express-oauth2-jwt-bearer. `GET /reports` is for administrators.
import express from 'express';
import { auth } from 'express-oauth2-jwt-bearer';

const { ISSUER: issuer = 'http://localhost:3000', AUDIENCE: audience = issuer } = process.env;
const { PORT = '4000', JWKS_MAX_AGE = '60' } = process.env;

const authenticate = auth({
  issuer,
  audience,
  jwksUri: `${issuer}/.well-known/jwks.json`,
  cacheMaxAge: Number(JWKS_MAX_AGE) * 1000, // after so long, a distrusted key is not believed here either
  strict: true, // RFC 9068: `typ` must be at+jwt, and its claims must be there
  clockTolerance: 30,
  dpop: { enabled: false },
});

/** The library takes tokens from the query too, which ends in logs and histories. */
const headerOnly = (request, response, next) => {
  if (request.query.access_token === undefined) next();
  else response.sendStatus(400);
};

/** The library's own claimIncludes() answers 401, which sends the caller to refresh for nothing. */
const requireRole = (role) => (request, response, next) => {
  if (request.auth.payload.roles?.includes(role)) next();
  else response.set('WWW-Authenticate', 'Bearer error="insufficient_scope"').sendStatus(403);
};

const app = express();

app.get('/reports', headerOnly, authenticate, requireRole('admin'), (request, response) => {
  response.json({ message: 'Only administrators read this.', reader: request.auth.payload.sub });
});

// Without this, express answers with the stack. It knows an error handler by its four parameters.
app.use(({ status = 500, headers = {} }, _request, response, _next) => {
  response.set(headers).sendStatus(status);
});

const server = app.listen(Number(PORT), 'localhost', () =>
  console.log(`Listening on http://localhost:${server.address().port}`),
);

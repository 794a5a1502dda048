// An API that asks Sallyport about each token (RFC 7662), and so learns of a logout at once. `GET /reports` is for
// administrators. It takes both token formats.
import { createServer } from 'node:http';

const { ISSUER: issuer = 'http://localhost:3000', AUDIENCE: audience = issuer } = process.env;
const { PORT = '4000', CLIENT_ID, CLIENT_SECRET } = process.env; // as in the server's OAUTH_CLIENTS
const credentials = [CLIENT_ID, CLIENT_SECRET].map(encodeURIComponent).join(':'); // RFC 6749 §2.3.1

/** What the token is good for, or undefined. Throws where Sallyport cannot be asked. */
async function introspect(token) {
  const response = await fetch(new URL('/introspect', issuer), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ token }),
    signal: AbortSignal.timeout(2000),
  });
  if (!response.ok) throw new Error(`POST /introspect answered ${response.status}`);
  const found = await response.json();
  // A refresh token of this client is active, too, but has no `token_type`: it must not open anything.
  const isAccessToken = found.active && found.token_type === 'Bearer' && found.aud === audience;
  return isAccessToken ? found : undefined;
}

/** Status, challenge and body of the answer. */
async function reports({ headers }) {
  const [, token] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (!token) return [401, 'Bearer'];
  const caller = await introspect(token);
  if (!caller) return [401, 'Bearer error="invalid_token"'];
  if (!caller.roles.includes('admin')) return [403, 'Bearer error="insufficient_scope"'];
  return [200, undefined, { message: 'Only administrators read this.', reader: caller.sub }];
}

const server = createServer(async (request, response) => {
  const isReports = request.method === 'GET' && request.url.split('?')[0] === '/reports';
  const [status, challenge, body] = isReports ? await reports(request).catch(() => [503]) : [404];
  if (challenge) response.setHeader('www-authenticate', challenge);
  if (body) response.setHeader('content-type', 'application/json');
  response.writeHead(status).end(body && JSON.stringify(body));
});

server.listen(Number(PORT), 'localhost', () =>
  console.log(`Listening on http://localhost:${server.address().port}`),
);

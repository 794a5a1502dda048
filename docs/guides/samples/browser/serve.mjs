// Serves the page beside this file: node docs/guides/samples/browser/serve.mjs
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const api = process.env.SALLYPORT_URL ?? 'http://localhost:3000';

const file = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const pages = {
  '/': ['text/html', file('index.html').replace('http://localhost:3000', api)],
  '/style.css': ['text/css', file('style.css')],
  '/app.js': ['text/javascript', file('app.js')],
  '/session.js': ['text/javascript', file('session.js')],
};

const headers = {
  // What keeps injected scripts out. Cookies keep the tokens from them, but not the signed-in person's session.
  'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src ${api}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
};

const server = createServer(({ url }, answer) => {
  const [type, text] = pages[url.split('?')[0]] ?? [];
  if (text === undefined) return answer.writeHead(404, headers).end();
  answer.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(text);
});

server.listen(Number(process.env.PORT ?? 5000), 'localhost', () =>
  console.log(`Listening on http://localhost:${server.address().port}`),
);

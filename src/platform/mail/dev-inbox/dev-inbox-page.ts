import { escapeHtml, inlineHash } from '../../http/index.js';
import type { Dispatch } from '../delivery/mail-transport.js';

/** A link is made of what is escaped already, and ends before the first character that no URL holds. */
const withLinks = (text: string) =>
  escapeHtml(text).replace(
    /\bhttps?:\/\/(?:(?!&(?:lt|gt|quot|#39);)[^\s])+/g,
    (url) => `<a href="${url}">${url}</a>`,
  );

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1c2024; }
article { border: 1px solid #dee2e6; border-radius: 6px; padding: .8rem 1rem; margin: 1rem 0; }
h2 { font-size: 1.1rem; margin: 0; } .meta { margin: 0; color: #687076; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** Nothing but this page's own style. */
export const DEV_INBOX_POLICY = `default-src 'none'; style-src ${inlineHash(STYLE)}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const article = ({ to, subject, text, html, createdAt }: Dispatch): string => `<article>
<h2>${escapeHtml(subject)}</h2>
<p class="meta">To ${escapeHtml(to)}, <time>${createdAt.toISOString()}</time></p>
<pre>${withLinks(text)}</pre>
<details><summary>Source of the HTML part</summary><pre>${escapeHtml(html)}</pre></details>
</article>`;

export const devInboxPage = (mails: readonly Dispatch[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Inbox (${mails.length})</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Inbox</h1>
<p>Mails that were not sent, because no <code>SMTP_URL</code> is set. They are forgotten when the server stops.</p>
${mails.length === 0 ? '<p>There is none yet.</p>' : mails.map(article).join('\n')}
</body>
</html>
`;

import { escapeHtml } from '../platform/http/index.js';
import type { ErrorEntry } from '../platform/errors/index.js';

const withCode = (text: string) => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1c2024; }
  h2 { margin: 2.4rem 0 .8rem; padding-bottom: .2rem; border-bottom: 1px solid #dee2e6; }
  section { padding: .5rem .8rem; margin: 0 -.8rem; border-radius: 6px; } section:target { background: #fff3bf; }
  h3 { font-size: 1.05rem; margin: 0; } h3 a { color: inherit; text-decoration: none; } h3 a:hover { text-decoration: underline; }
  code { font: .92em ui-monospace, monospace; background: #f1f3f5; padding: .1em .3em; border-radius: 3px; }
  p { margin: .2rem 0; } .status { color: #687076; font-weight: 400; }`;

const section = ({ code, status, title, help, oauth }: ErrorEntry): string => `<section id="${code}">
<h3><a href="#${code}"><code>${code}</code></a> <span class="status">${status}${oauth ? ` · ${oauth}` : ''}</span></h3>
<p><strong>${escapeHtml(title)}</strong></p>
<p>${withCode(help)}</p>
</section>`;

const moduleOf = ({ code }: ErrorEntry): string => code.split('.', 1)[0] ?? '';

function chapters(entries: readonly ErrorEntry[]): string[] {
  const modules = [...new Set(entries.map(moduleOf))];
  return modules.map((module) => {
    const own = entries.filter((entry) => moduleOf(entry) === module);
    return [`<h2>${module}</h2>`, ...own.map(section)].join('\n');
  });
}

/** The page that the `type` of every problem points to. */
export const errorsPage = (entries: readonly ErrorEntry[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sallyport: errors</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<style>${STYLE}
</style>
<h1>Errors</h1>
<p>Every failure has a <code>code</code> that never changes its meaning. Beside it stand the HTTP status and, where there
is one, the OAuth error. <a href="/docs">To the API</a></p>
${chapters(entries).join('\n')}
</html>
`;

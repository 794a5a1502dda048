import type { ErrorEntry } from '../platform/errors/index.js';

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const withCode = (text: string) => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** The page that the `type` of every problem points to. */
export const errorsPage = (entries: readonly ErrorEntry[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sallyport: errors</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1c2024; }
  h2 { font-size: 1.05rem; margin: 1.6rem 0 .2rem; } h2:target { background: #fff3bf; }
  code { font: .92em ui-monospace, monospace; background: #f1f3f5; padding: .1em .3em; border-radius: 3px; }
  p { margin: .2rem 0; } .status { color: #868e96; font-weight: 400; }
</style>
<h1>Errors</h1>
<p>Every failure has a <code>code</code> that never changes its meaning.</p>
${entries
  .map(
    ({ code, status, title, help, oauth }) => `<section>
<h2 id="${code}"><code>${code}</code> <span class="status">${status}${oauth ? ` · ${oauth}` : ''}</span></h2>
<p><strong>${escape(title)}</strong></p>
<p>${withCode(help)}</p>
</section>`,
  )
  .join('\n')}
</html>
`;

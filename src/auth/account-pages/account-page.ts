import { inlineHash } from '../../platform/http/index.js';
import { SCRIPT } from './account-page-script.js';
import { STYLE } from './account-page-style.js';

/** What a page asks for, beside pressing its button: one password. */
interface PasswordField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly autocomplete: 'current-password' | 'new-password';
}

/** A page that a link in a mail leads to. Its texts are ours, and go into it as they are. */
export interface AccountPage {
  readonly title: string;
  readonly explanation: string;
  /** Where it posts the token and the field to. */
  readonly path: string;
  readonly field?: PasswordField;
  readonly button: string;
  /** What it says when that was answered with success. */
  readonly done: string;
}

/** Nothing but the page's own script and style, and calls to this server only. */
export const ACCOUNT_PAGE_POLICY = `default-src 'none'; script-src ${inlineHash(SCRIPT)}; style-src ${inlineHash(STYLE)}; img-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const entry = ({ name, label, hint, autocomplete }: PasswordField): string => `
<label for="${name}">${label}</label>
${hint ? `<p class="hint" id="hint">${hint}</p>` : ''}
<div class="entry">
<input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" maxlength="1024" required aria-describedby="${hint ? 'hint ' : ''}message">
<button type="button" aria-pressed="false" aria-controls="${name}">Show password</button>
</div>`;

/** The form stays hidden until the script has found a token: without script a form would go nowhere good. */
export const accountPage = ({
  title,
  explanation,
  path,
  field,
  button,
  done,
}: AccountPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<div id="message" role="status" tabindex="-1"></div>
<noscript><p>This page needs JavaScript.</p></noscript>
<form method="post" data-path="${path}" data-done="${done}" hidden>
<p>${explanation}</p>${field ? entry(field) : ''}
<button type="submit">${button}</button>
</form>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;

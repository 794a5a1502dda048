import { escapeHtml } from '../http/index.js';

const BODY = 'margin:0;padding:24px 16px;background:#ffffff;color:#1c2024;font:16px/1.5 system-ui,sans-serif';

/** The page of every HTML mail. It loads nothing from anywhere: opening a mail tells nobody. */
export const htmlPage = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
</head>
<body style="${BODY}">
<main style="max-width:560px;margin:0 auto">
${content}
</main>
</body>
</html>
`;

import { hash } from 'node:crypto';

/** A text as it is written in HTML, in an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** What a policy says to let a page use this inline script or style, and no other (CSP 3 §6.7.3.3). */
export const inlineHash = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

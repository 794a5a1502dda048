/** The parts of a compact JWS (RFC 7515 §3.1), taken apart but not yet believed. */
export interface ParsedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signingInput: string;
  readonly signature: Buffer;
}

export type FormatFault = 'tooLong' | 'notThreeParts' | 'notCanonicalBase64url' | 'notJsonObjects';

const MAX_LENGTH = 4096;

/** Takes a token apart, refusing every spelling but the canonical one (RFC 8725bis §3.14). */
export function parseJwt(token: string): ParsedJwt | FormatFault {
  if (token.length > MAX_LENGTH) return 'tooLong';
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || !signature || rest.length > 0) return 'notThreeParts';
  const parts = [header, payload, signature].map(decodeCanonical);
  if (!parts.every((part) => part !== undefined)) return 'notCanonicalBase64url';
  const [headerBytes, payloadBytes, signatureBytes] = parts as [Buffer, Buffer, Buffer];
  const head = parseObject(headerBytes);
  const claims = parseObject(payloadBytes);
  if (!head || !claims) return 'notJsonObjects';
  return { header: head, claims, signingInput: `${header}.${payload}`, signature: signatureBytes };
}

/** base64url without padding, white space or stray bits at the end: one text for one value. */
function decodeCanonical(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseObject(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

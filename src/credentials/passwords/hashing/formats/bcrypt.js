import { verifySync } from '@node-rs/bcrypt';
import { firstOf } from './encoding.js';

/** bcrypt reads no further than this. */
const MOST_BYTES = 72;
/** About a second of one core. */
const MOST_COST = 14;

/** @type {import('./index.js').HashFormat} */
export const bcrypt = {
  name: 'bcrypt',
  form: '$2b$<cost>$<salt and digest>',
  recognises: (hash) => /^\$2[abxy]?\$/.test(hash),

  problem(hash) {
    if (/^\$2x?\$/.test(hash)) return 'it is of a bcrypt with a known fault ($2$ or $2x$)';
    const parts = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash);
    if (!parts) return 'it is not complete';
    const cost = Number(parts[1]);
    return firstOf([[cost < 4 || cost > MOST_COST, `its cost must be 4 to ${MOST_COST}`]]);
  },

  /**
   * As the system it comes from did: the first 72 bytes decide. A password with a NUL is never believed: C libraries
   * end it there, and the key is repeated with a NUL between, so that `a\0a` would pass for `a`.
   */
  verify(hash, password) {
    const matches = verifySync(Buffer.from(password).subarray(0, MOST_BYTES), hash);
    return matches && !password.includes('\0');
  },
};

import { growth } from '../support/growth.mjs';

export const title = 'Growth: 10 thousand users and 10 million';

/** Only where it is asked for by name: it takes ten gigabytes of disk, and minutes to fill them. */
export const isApart = true;

export const measure = (options) => growth(options.short ? [1e3, 1e4] : [1e4, 1e7], options);

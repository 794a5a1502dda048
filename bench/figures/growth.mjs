import { growth } from '../support/growth.mjs';

export const title = 'Growth: 10 thousand users and 1 million';

export const measure = (options) => growth(options.short ? [1e3, 1e4] : [1e4, 1e6], options);

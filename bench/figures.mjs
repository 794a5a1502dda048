import * as authenticated from './figures/authenticated.mjs';
import * as signIn from './figures/sign-in.mjs';
import * as overload from './figures/overload.mjs';
import * as refresh from './figures/refresh.mjs';
import * as start from './figures/start.mjs';
import * as enumeration from './figures/enumeration.mjs';

/** Every figure, in the order of docs/benchmarks.md. */
export const FIGURES = {
  authenticated,
  'sign-in': signIn,
  overload,
  refresh,
  start,
  enumeration,
};

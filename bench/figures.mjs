import * as audit from './figures/audit.mjs';
import * as authenticated from './figures/authenticated.mjs';
import * as soak from './figures/soak.mjs';
import * as signIn from './figures/sign-in.mjs';
import * as overload from './figures/overload.mjs';
import * as refresh from './figures/refresh.mjs';
import * as start from './figures/start.mjs';
import * as enumeration from './figures/enumeration.mjs';
import * as growth from './figures/growth.mjs';
import * as growth10m from './figures/growth-10m.mjs';
import * as growthPostgres from './figures/growth-postgres.mjs';
import * as peersAuthenticated from './figures/peers-authenticated.mjs';
import * as peersRefresh from './figures/peers-refresh.mjs';
import * as peersSignIn from './figures/peers-sign-in.mjs';
import * as peersSignUp from './figures/peers-sign-up.mjs';

/** Every figure, in the order of docs/benchmarks.md. */
export const FIGURES = {
  authenticated,
  'sign-in': signIn,
  overload,
  refresh,
  start,
  'peers-authenticated': peersAuthenticated,
  'peers-sign-in': peersSignIn,
  'peers-refresh': peersRefresh,
  'peers-sign-up': peersSignUp,
  growth,
  'growth-10m': growth10m,
  'growth-postgres': growthPostgres,
  soak,
  enumeration,
  audit,
};

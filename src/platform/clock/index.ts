export { Clock, secondsAfter, SystemClock, toNumericDate } from './clock.js';
export { ClockModule } from './clock.module.js';
export { inTime } from './in-time.js';
export { LateSave } from './late-save.js';
export { Looks } from './looks.js';
export { Poll } from './poll.js';

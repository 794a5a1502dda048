export { Clock, secondsAfter, SystemClock, toNumericDate } from './clock.js';
export { ClockModule } from './clock.module.js';

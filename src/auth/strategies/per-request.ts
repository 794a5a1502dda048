import type { Strategy } from 'passport';

/**
 * Options for a guard of @nestjs/passport that gives it strategies as objects, not by name: passport's names are one
 * list for the whole process, so of two applications the last would answer for both.
 *
 * Passport writes a request's callbacks onto the strategy. One that it knows by name it copies for every request
 * first; one given as an object it would share between requests, and one caller would get another's answer. So the
 * copy is made here, each time the guard asks.
 */
export const perRequest = (...strategies: readonly Strategy[]) => ({
  get defaultStrategy(): Strategy[] {
    return strategies.map((strategy) => Object.create(strategy) as Strategy);
  },
});

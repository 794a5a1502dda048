import { DatabaseError } from 'pg';
import { isDatabaseFault } from './database-fault.js';

const answer = (code: string) =>
  Object.assign(new DatabaseError('no', 2, 'error'), { code, severity: 'ERROR' });

// What went wrong: while PostgreSQL recovered from a crash, requests got 500, for it refused connections by a message of
// its own, which reaches us as it is.
describe('A database that refuses a connection', () => {
  it.each([
    ['it is starting up', '57P03'],
    ['it has too many already', '53300'],
  ])('because %s does not do its work', (_, code) => {
    expect(isDatabaseFault(answer(code))).toBe(true);
  });

  it('because the password is wrong is a fault of ours', () => {
    expect(isDatabaseFault(answer('28P01'))).toBe(false);
  });
});

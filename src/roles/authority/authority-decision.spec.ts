import { decideActing, decideGrant } from './authority-decision.js';

const helpdesk = new Set(['users:read', 'users:write']);

describe('The authority of a caller', () => {
  it('lets them give what they hold', () => {
    expect(decideGrant(helpdesk, ['users:read'])).toEqual({ verdict: 'allowed' });
    expect(decideGrant(helpdesk, [])).toEqual({ verdict: 'allowed' });
  });

  it('ends where something is given that they do not hold', () => {
    expect(decideGrant(helpdesk, ['users:read', 'roles:write', 'keys:write'])).toEqual({
      verdict: 'notHeld',
      missing: ['keys:write', 'roles:write'],
    });
  });

  it('reaches accounts that may do as much as they, or less', () => {
    expect(decideActing(helpdesk, helpdesk)).toEqual({ verdict: 'allowed' });
    expect(decideActing(helpdesk, [])).toEqual({ verdict: 'allowed' });
  });

  it('ends at an account that may do anything more', () => {
    expect(decideActing(helpdesk, ['users:read', 'audit:read'])).toEqual({
      verdict: 'outranked',
      missing: ['audit:read'],
    });
  });
});

import type { AccessRule } from '../platform/access/index.js';
import { decideAccess } from './access-decision.js';

const signedInOnly: AccessRule = {
  isPublic: false,
  anyRole: [],
  allPermissions: [],
  takesExpiredTokens: false,
  sessionOnly: false,
};

const holding = (roles: string[], ...permissions: string[]) => ({
  sessionId: 's',
  roles,
  permissions: new Set(permissions),
});

describe('A public route', () => {
  const rule = { ...signedInOnly, isPublic: true };

  it('is open to everybody, signed in or not', () => {
    expect(decideAccess(rule, undefined)).toBe('allowed');
    expect(decideAccess(rule, holding([]))).toBe('allowed');
  });
});

describe('A route without a mark', () => {
  it('is closed to a stranger', () => {
    expect(decideAccess(signedInOnly, undefined)).toBe('signInRequired');
  });

  it('is open to any signed-in caller, even one without a role', () => {
    expect(decideAccess(signedInOnly, holding([]))).toBe('allowed');
  });
});

describe('A route for those who have signed in', () => {
  const rule = { ...signedInOnly, sessionOnly: true, anyRole: ['admin'] };
  const key = { ...holding(['admin']), sessionId: undefined };

  it('is open to them, and closed to an API key, whatever role it holds', () => {
    expect(decideAccess(rule, holding(['admin']))).toBe('allowed');
    expect(decideAccess(rule, key)).toBe('sessionRequired');
    expect(decideAccess({ ...rule, sessionOnly: false }, key)).toBe('allowed');
  });

  it('asks a stranger to sign in', () => {
    expect(decideAccess(rule, undefined)).toBe('signInRequired');
  });
});

describe('A route for certain roles', () => {
  const rule = { ...signedInOnly, anyRole: ['admin', 'auditor'] };

  it('is open to a holder of any one of them', () => {
    expect(decideAccess(rule, holding(['auditor', 'user']))).toBe('allowed');
  });

  it('is closed to holders of other roles', () => {
    expect(decideAccess(rule, holding(['user']))).toBe('roleRequired');
    expect(decideAccess(rule, holding([]))).toBe('roleRequired');
  });

  it('compares names exactly', () => {
    for (const name of ['Admin', 'admin ', 'administrator', 'adm', 'admin,auditor'])
      expect([name, decideAccess(rule, holding([name]))]).toEqual([name, 'roleRequired']);
  });

  it('asks a stranger to sign in before it speaks of roles', () => {
    expect(decideAccess(rule, undefined)).toBe('signInRequired');
  });
});

describe('A route that needs permissions', () => {
  const rule = { ...signedInOnly, allPermissions: ['users:read', 'users:write'] };

  it('is open to a holder of every one of them', () => {
    expect(decideAccess(rule, holding([], 'users:write', 'audit:read', 'users:read'))).toBe('allowed');
  });

  it('is closed to a holder of some of them', () => {
    expect(decideAccess(rule, holding([], 'users:read'))).toBe('permissionRequired');
    expect(decideAccess(rule, holding(['admin']))).toBe('permissionRequired');
  });

  it('does not take a role for a permission of the same name', () => {
    expect(decideAccess(rule, holding(['users:read', 'users:write']))).toBe('permissionRequired');
  });

  it('asks a stranger to sign in before it speaks of permissions', () => {
    expect(decideAccess(rule, undefined)).toBe('signInRequired');
  });
});

describe('A route that asks for a role and a permission', () => {
  const rule = { ...signedInOnly, anyRole: ['admin'], allPermissions: ['keys:write'] };

  it('needs both', () => {
    expect(decideAccess(rule, holding(['admin'], 'keys:write'))).toBe('allowed');
    expect(decideAccess(rule, holding(['admin']))).toBe('permissionRequired');
    expect(decideAccess(rule, holding(['user'], 'keys:write'))).toBe('roleRequired');
  });
});

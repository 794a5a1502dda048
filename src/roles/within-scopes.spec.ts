import { withinScopes } from './within-scopes.js';

const owner = { roles: ['auditor', 'user'], permissions: new Set(['audit:read', 'reports:read']) };

describe('What an API key permits', () => {
  it('is all that its owner may, where it has no scopes', () => {
    expect(withinScopes(owner, undefined)).toEqual(owner);
  });

  it('is no more than its scopes', () => {
    expect(withinScopes(owner, ['audit:read']).permissions).toEqual(new Set(['audit:read']));
    expect(withinScopes(owner, []).permissions).toEqual(new Set());
  });

  it('is no more than its owner may now, whatever its scopes are', () => {
    expect(withinScopes(owner, ['audit:read', 'keys:write']).permissions).toEqual(new Set(['audit:read']));
  });

  it('is no role, where it has scopes', () => {
    expect(withinScopes(owner, ['audit:read', 'reports:read', 'auditor']).roles).toEqual([]);
  });
});

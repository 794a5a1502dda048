import { Controller, Get } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { readAccessRule } from './access-rule.js';
import { Public, RequirePermissions, Roles, SessionOnly } from './decorators.js';

@Controller()
class Unmarked {
  @Get() plain() {}
  @Public() @Get() open() {}
  @SessionOnly() @Get() forSessions() {}
  @Roles('admin', 'auditor') @Get() forRoles() {}
  @RequirePermissions('keys:read', 'keys:write') @Get() forPermissions() {}
  @Public() @Roles('admin') @Get() openAndForRoles() {}
  @Roles('admin') @Public() @Get() forRolesAndOpen() {}
  @Public() @RequirePermissions('keys:read') @Get() openAndForPermissions() {}
}

@Public()
@Controller()
class Open {
  @Get() plain() {}
  @Roles('admin') @Get() forRoles() {}
  @RequirePermissions('keys:read') @Get() forPermissions() {}
}

@Roles('admin')
@RequirePermissions('users:read')
@Controller()
class Closed {
  @Get() plain() {}
  @Roles('auditor') @Get() forOthers() {}
  @RequirePermissions('users:write') @Get() forMore() {}
  @Public() @Get() open() {}
}

@SessionOnly()
@Controller()
class ForSessions {
  @Get() plain() {}
}

class Heir extends Closed {}

const ruleOf = <C extends object>(controller: new () => C, name: keyof C) =>
  readAccessRule(new Reflector(), controller.prototype[name], controller);

describe('A route without a mark', () => {
  it('asks for a signed-in caller', () => {
    expect(ruleOf(Unmarked, 'plain')).toEqual({
      isPublic: false,
      anyRole: [],
      allPermissions: [],
      takesExpiredTokens: false,
      sessionOnly: false,
    });
  });

  it("takes its controller's marks", () => {
    expect(ruleOf(Open, 'plain').isPublic).toBe(true);
    expect(ruleOf(Closed, 'plain')).toEqual({
      isPublic: false,
      anyRole: ['admin'],
      allPermissions: ['users:read'],
      takesExpiredTokens: false,
      sessionOnly: false,
    });
  });

  it('takes the marks of the controller that its own inherits from', () => {
    expect(ruleOf(Heir, 'plain')).toEqual(ruleOf(Closed, 'plain'));
  });
});

describe('A mark on a handler', () => {
  it('opens the route', () => {
    expect(ruleOf(Unmarked, 'open').isPublic).toBe(true);
  });

  it('keeps API keys out, for the handler or the whole controller', () => {
    expect(ruleOf(Unmarked, 'forSessions').sessionOnly).toBe(true);
    expect(ruleOf(ForSessions, 'plain').sessionOnly).toBe(true);
  });

  it('names roles of which one is enough', () => {
    expect(ruleOf(Unmarked, 'forRoles').anyRole).toEqual(['admin', 'auditor']);
  });

  it('names permissions that are all needed', () => {
    expect(ruleOf(Unmarked, 'forPermissions').allPermissions).toEqual(['keys:read', 'keys:write']);
  });
});

describe('Marks on a handler and its controller', () => {
  it('open a route of a closed controller', () => {
    expect(ruleOf(Closed, 'open').isPublic).toBe(true);
  });

  it('close a route of an open controller, by a role as by a permission', () => {
    expect(ruleOf(Open, 'forRoles')).toMatchObject({ isPublic: false, anyRole: ['admin'] });
    expect(ruleOf(Open, 'forPermissions')).toMatchObject({ isPublic: false, allPermissions: ['keys:read'] });
  });

  it("replace the controller's roles by the handler's", () => {
    expect(ruleOf(Closed, 'forOthers').anyRole).toEqual(['auditor']);
  });

  it('add their permissions up', () => {
    expect(ruleOf(Closed, 'forMore')).toEqual({
      isPublic: false,
      anyRole: ['admin'],
      allPermissions: ['users:read', 'users:write'],
      takesExpiredTokens: false,
      sessionOnly: false,
    });
    expect(ruleOf(Closed, 'forOthers').allPermissions).toEqual(['users:read']);
  });
});

describe('Marks on one handler that contradict each other', () => {
  it.each(['openAndForRoles', 'forRolesAndOpen', 'openAndForPermissions'] as const)(
    'keep the route closed, in whatever order they stand: %s',
    (name) => {
      expect(ruleOf(Unmarked, name).isPublic).toBe(false);
    },
  );
});

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type AccessRule, RouteTable } from '../../platform/access/index.js';
import { type ErrorEntry, RequestErrors } from '../../platform/errors/index.js';
import { RouteFinder } from '../../platform/http/index.js';
import { Permission, RolesErrors } from '../../roles/index.js';
import { type Step, stepsOf } from './steps.js';

/** What is asked for: a route with its rule, or a permission as a route would ask for it. */
export interface AskedAccess {
  /** As the application knows it: `GET /users/:id`, or the permission. */
  readonly name: string;
  readonly steps: readonly Step[];
  readonly rule?: AccessRule;
  /** Where there is nothing to be let in to. */
  readonly refusal?: ErrorEntry;
}

const SIGNED_IN: AccessRule = {
  isPublic: false,
  anyRole: [],
  allPermissions: [],
  takesExpiredTokens: false,
  sessionOnly: false,
};

/** Finds what a question is about, among the routes and permissions there are. */
@Injectable()
export class AskedAccesses {
  private finder: RouteFinder | undefined;

  constructor(
    private readonly table: RouteTable,
    private readonly dataSource: DataSource,
  ) {}

  async permission(name: string): Promise<AskedAccess> {
    const isKnown = await this.dataSource.manager.existsBy(Permission, { name });
    if (!isKnown) return unfound(name, 'permissionExists', RolesErrors.permissionRequired);
    const steps = stepsOf(['permissionExists'], 'none');
    return { name, steps, rule: { ...SIGNED_IN, allPermissions: [name] } };
  }

  /** @param asked such as `GET /users/7` */
  async route(asked: string): Promise<AskedAccess> {
    const [method = '', path = ''] = asked.split(' ');
    this.finder ??= new RouteFinder(this.table.routes());
    const found = await this.finder.find(method, path);
    if (found === 'malformed')
      return unfound(asked, 'route', RequestErrors.malformed, 'The path is not valid percent-encoding.');
    if (!found) return unfound(asked, 'route', RequestErrors.notFound, NO_ROUTE);
    const name = `${found.method} ${found.path}`;
    const facts = found.access.isPublic
      ? { route: `${name} is public: nobody looks at a token.` }
      : { route: `It is ${name}.` };
    return { name, steps: stepsOf(['route'], 'none', facts), rule: found.access };
  }
}

const NO_ROUTE =
  'No route has this method and path. The documentation under /docs stands beside the routes, and is for everybody.';

/** Whoever comes, there is nothing to be let in to. */
const unfound = (name: string, check: string, refusal: ErrorEntry, because?: string): AskedAccess => ({
  name,
  steps: stepsOf([check], { at: check }, because === undefined ? {} : { [check]: because }),
  refusal,
});

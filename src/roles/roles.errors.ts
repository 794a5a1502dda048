import { defineErrors } from '../platform/errors/index.js';

export const RolesErrors = defineErrors('role', {
  unknown: {
    status: 404,
    title: 'There is no such role.',
    help: 'The role that was named does not exist, or not any more. `GET /admin/roles` and `npm run cli -- role list` name those that do.',
  },
  roleRequired: {
    status: 403,
    title: 'This needs a role that you do not hold.',
    help: 'The route is open to certain roles only (`@Roles()`). `detail` names them. Ask an administrator.',
    oauth: 'insufficient_scope',
  },
  permissionRequired: {
    status: 403,
    title: 'This needs a permission that you do not hold.',
    help: 'The route needs every permission that `detail` names (`@RequirePermissions()`). Ask an administrator.',
    oauth: 'insufficient_scope',
  },
  notHeld: {
    status: 403,
    title: 'Nobody gives or changes what they do not hold.',
    help: 'A role can be given, made or changed only by those who hold every permission it grants, inherited ones included. `detail` names those that you lack. Ask an administrator.',
    oauth: 'insufficient_scope',
  },
  outranked: {
    status: 403,
    title: 'This account may do more than you.',
    help: 'An account can be changed, disabled, deleted or signed out only by those who hold every permission that it holds. `detail` names those that you lack. Ask an administrator.',
    oauth: 'insufficient_scope',
  },
  lastAdministrator: {
    status: 409,
    title: 'This would leave no administrator.',
    help: 'At least one person whose account is not disabled must hold the role `admin`, or a role that inherits it. Make another one first: `npm run cli -- role grant ACCOUNT admin`.',
  },
  nameTaken: {
    status: 409,
    title: 'There is a role of this name already.',
    help: 'Choose another name, or change the role that has it. Names are compared without regard to letter case.',
  },
  builtIn: {
    status: 409,
    title: 'This is a built-in role.',
    help: 'The server relies on the roles `user`, `introspector` and `admin`: they cannot be deleted or renamed, and keep the permissions they came with. They may be given more. `detail` says what was refused.',
  },
  cycle: {
    status: 409,
    title: 'A role cannot inherit itself.',
    help: 'One of the roles in `inherits` is this role, or inherits it, directly or through others.',
  },
  inUse: {
    status: 409,
    title: 'This role is in use.',
    help: 'A role can be deleted when no account holds it and no role inherits it. `detail` tells how many accounts and which roles do: take it from them first.',
  },
});

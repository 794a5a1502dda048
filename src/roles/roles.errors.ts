import { defineErrors } from '../platform/errors/index.js';

export const RolesErrors = defineErrors('role', {
  unknown: {
    status: 404,
    title: 'There is no such role.',
    help: 'The role that was named does not exist. Roles are listed in the `roles` table.',
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
});

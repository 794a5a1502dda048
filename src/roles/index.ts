export { type AccessDecision, decideAccess } from './access-decision.js';
export { ADMIN_ROLE, DEFAULT_ROLE } from './built-in.js';
export { RoleCatalogue } from './role-catalogue.js';
export { RoleTransfer } from './role-transfer.service.js';
export { Permission, Role } from './role.entity.js';
export { RolesErrors } from './roles.errors.js';
export { RolesModule } from './roles.module.js';
export { RolesService } from './roles.service.js';
export { UserRole } from './user-role.entity.js';

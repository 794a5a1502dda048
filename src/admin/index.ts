export { AdminModule } from './admin.module.js';
export { RoleAdministration } from './roles/role-administration.service.js';
export { type Explanation, QuestionDto } from './explain/explanation.dto.js';
export { Explanations } from './explain/explanations.service.js';
export { NewRoleDto, RoleChangeDto } from './roles/role.dto.js';

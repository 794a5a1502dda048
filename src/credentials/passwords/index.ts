export { PasswordFailures } from './password-failures.js';
export { Password } from './password.entity.js';
export { PasswordTransfer } from './password-transfer.service.js';
export { passwordsConfig } from './passwords.config.js';
export { newPasswordErrors, PasswordsErrors } from './passwords.errors.js';
export { PasswordsModule } from './passwords.module.js';
export { PasswordsService } from './passwords.service.js';
export type { PasswordOwner } from './screening/personal.js';
export { breachCheckConfig } from './screening/breach-check.config.js';

export { PasswordFailures } from './password-failures.js';
export { Password } from './password.entity.js';
export { PasswordTransfer } from './password-transfer.service.js';
export { isOverlong } from './password-policy.js';
export { passwordsConfig } from './passwords.config.js';
export { newPasswordErrors, PasswordsErrors } from './passwords.errors.js';
export { PasswordsModule } from './passwords.module.js';
export { PasswordsService } from './passwords.service.js';
export { breachCheckConfig } from './screening/breach-check.config.js';

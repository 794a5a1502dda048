export { authConfig } from './auth.config.js';
export { AuthErrors } from './auth.errors.js';
export { AuthModule } from './auth.module.js';
export { Accounts, type NewAccount } from './register/accounts.service.js';
export { RegisterDto } from './register/register.dto.js';
export { AccountStanding } from './account-standing/account-standing.service.js';
export { clientsConfig } from './clients/clients.config.js';
export { guessingConfig } from './guessing/guessing.config.js';
export { FirstAdministrator } from './first-administrator/first-administrator.js';

export { displayNameKey, emailKey, loginKey, usernameKey } from './identity.js';
export { IsDisplayName, IsEmailAddress, IsUsername } from './identity.decorators.js';
export { Profile, ProfileChangeDto } from './profile.dto.js';
export { User, type UserKind } from './user.entity.js';
export { UsersErrors } from './users.errors.js';
export { type ArrivingUser, keysOf, type UserKeys, UserTransfer } from './user-transfer.service.js';
export { UsersModule } from './users.module.js';
export {
  type NewService,
  type NewUser,
  type ProfileChange,
  type SignInAccount,
  UsersService,
} from './users.service.js';

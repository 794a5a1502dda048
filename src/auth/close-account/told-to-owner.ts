import type { ToldEvent } from '../../platform/audit/index.js';

/** An event as the owner of the account is told it: without why an administrator disabled it. */
export const toldToOwner = (event: ToldEvent): ToldEvent =>
  event.type === 'user.disabled' ? { ...event, detail: {} } : event;

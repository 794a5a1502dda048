export { mailConfig } from './mail.config.js';
export { MailDelivery } from './delivery/mail-delivery.js';
export { defineMail, type MailTemplate } from './mail-template.js';
export { MailModule } from './mail.module.js';
export { isBareAddress, Outbox } from './outbox.js';
export { OutgoingMail } from './outgoing-mail.entity.js';

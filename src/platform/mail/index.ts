export { mailConfig } from './mail.config.js';
export { MailDelivery } from './delivery/mail-delivery.js';
export { defineMail, type MailTemplate, type MailValues } from './mail-template.js';
export { MailModule } from './mail.module.js';
export { isBareAddress, type MailToSend, Outbox } from './outbox.js';
export { OutgoingMail } from './outgoing-mail.entity.js';

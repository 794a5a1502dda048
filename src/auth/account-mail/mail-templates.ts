import { defineMail } from '../../platform/mail/index.js';

/** What every mail to the owner of an account is filled with. */
export interface OfService {
  /** The public URL's host. */
  readonly service: string;
}

/** One that leads to a page, with a token. */
export interface WithLink extends OfService {
  readonly link: string;
  /** For how long it is good, in words. */
  readonly goodFor: string;
}

const button = (label: string) => `<p><a href="<%= it.link %>">${label}</a></p>
<p>The link is good once, for <%= it.goodFor %>.</p>`;

export const verifyEmailMail = defineMail<WithLink>('verify-email', {
  subject: 'Confirm your e-mail address for <%= it.service %>',
  text: `Somebody, hopefully you, made an account at <%= it.service %> with this e-mail address.

Confirm that it is yours, with the password that you chose:

<%= it.link %>

The link is good once, for <%= it.goodFor %>. If you made no account, do nothing.`,
  html: `<p>Somebody, hopefully you, made an account at <%= it.service %> with this e-mail address. Confirm that it is yours, with the password that you chose:</p>
${button('Confirm the address')}
<p>If you made no account, do nothing.</p>`,
});

export const addressTakenMail = defineMail<OfService>('address-taken', {
  subject: 'You have an account at <%= it.service %> already',
  text: `Somebody, perhaps you, wanted to use this e-mail address for an account at <%= it.service %>. It has one already, and nothing was changed.

If it was you: sign in, or ask for a new password if you have forgotten yours. If it was not, do nothing.`,
  html: `<p>Somebody, perhaps you, wanted to use this e-mail address for an account at <%= it.service %>. It has one already, and nothing was changed.</p>
<p>If it was you: sign in, or ask for a new password if you have forgotten yours. If it was not, do nothing.</p>`,
});

export const resetPasswordMail = defineMail<WithLink>('reset-password', {
  subject: 'A new password for <%= it.service %>',
  text: `Somebody, hopefully you, asked for a new password for your account at <%= it.service %>. Choose one here:

<%= it.link %>

The link is good once, for <%= it.goodFor %>. If it was not you, do nothing: your password stays as it is.`,
  html: `<p>Somebody, hopefully you, asked for a new password for your account at <%= it.service %>.</p>
${button('Choose a new password')}
<p>If it was not you, do nothing: your password stays as it is.</p>`,
});

export const resetRequiredMail = defineMail<WithLink>('reset-required', {
  subject: 'Choose a new password for <%= it.service %>',
  text: `Those who run <%= it.service %> ask for a new password for your account there. The old one is good no more, and every device was signed out. Choose a new one here:

<%= it.link %>

The link is good once, for <%= it.goodFor %>. Afterwards, ask for a new password yourself.`,
  html: `<p>Those who run <%= it.service %> ask for a new password for your account there. The old one is good no more, and every device was signed out.</p>
${button('Choose a new password')}
<p>Afterwards, ask for a new password yourself.</p>`,
});

export const invitationMail = defineMail<WithLink>('invitation', {
  subject: 'Your account at <%= it.service %>',
  text: `Those who run <%= it.service %> made an account for you, with this e-mail address. Choose its password here:

<%= it.link %>

The link is good once, for <%= it.goodFor %>. Afterwards, ask for a new password yourself. If you want no account, do nothing.`,
  html: `<p>Those who run <%= it.service %> made an account for you, with this e-mail address.</p>
${button('Choose a password')}
<p>Afterwards, ask for a new password yourself. If you want no account, do nothing.</p>`,
});

export const passwordChangedMail = defineMail<OfService>('password-changed', {
  subject: 'Your password for <%= it.service %> was changed',
  text: `The password of your account at <%= it.service %> was changed, and every device was signed out.

If it was not you, ask for a new password at once, and change that of your mailbox.`,
  html: `<p>The password of your account at <%= it.service %> was changed, and every device was signed out.</p>
<p>If it was not you, ask for a new password at once, and change that of your mailbox.</p>`,
});

export const confirmEmailMail = defineMail<WithLink>('confirm-email', {
  subject: 'Confirm your new e-mail address for <%= it.service %>',
  text: `You asked to use this e-mail address for your account at <%= it.service %>. Confirm it here:

<%= it.link %>

The link is good once, for <%= it.goodFor %>. If it was not you, do nothing.`,
  html: `<p>You asked to use this e-mail address for your account at <%= it.service %>.</p>
${button('Confirm the new address')}
<p>If it was not you, do nothing.</p>`,
});

export const emailChangedMail = defineMail<OfService>('email-changed', {
  subject: 'Your account at <%= it.service %> has another e-mail address now',
  text: `Your account at <%= it.service %> was moved to another e-mail address, and every device was signed out. This address has no account there any more.

If it was not you, tell those who run <%= it.service %> at once.`,
  html: `<p>Your account at <%= it.service %> was moved to another e-mail address, and every device was signed out. This address has no account there any more.</p>
<p>If it was not you, tell those who run <%= it.service %> at once.</p>`,
});

export const accountClosedMail = defineMail<OfService>('account-closed', {
  subject: 'Your account at <%= it.service %> was closed',
  text: `Your account at <%= it.service %> was closed, and what belonged to it was deleted.

If it was not you, tell those who run <%= it.service %> at once.`,
  html: `<p>Your account at <%= it.service %> was closed, and what belonged to it was deleted.</p>
<p>If it was not you, tell those who run <%= it.service %> at once.</p>`,
});

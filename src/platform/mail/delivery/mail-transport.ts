import type { RenderedMail } from '../mail-template.js';

/** A mail on its way. */
export interface Dispatch extends RenderedMail {
  /** The same at every attempt. */
  readonly id: string;
  readonly createdAt: Date;
}

/** Hands mails on. Resolves once the other side has taken responsibility for the mail. */
export abstract class MailTransport {
  /** @throws MailFailure */
  abstract send(mail: Dispatch): Promise<void>;

  /** Ends what is open; deliveries that still go on fail. */
  close(): void {}
}

/** Why a mail was not taken. The reason is stored and logged: codes, nothing of the mail. */
export class MailFailure extends Error {
  constructor(
    readonly reason: string,
    /** Whether trying again is of no use. */
    readonly isPermanent = false,
  ) {
    super(reason);
  }
}

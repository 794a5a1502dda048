import type { LoggerService } from '@nestjs/common';

export interface ServerLogger extends LoggerService {
  /** Says at any level that the server listens, and where. */
  announce(places: Readonly<Record<string, string>>): void;
}

import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import type { Proof } from '../../platform/access/index.js';
import { Problem } from '../../platform/errors/index.js';
import { AuthErrors } from '../auth.errors.js';
import { Credentials } from '../login/credentials.js';

/** Believes a username or e-mail address with its password, as LocalAuthGuard put them in the body. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy, 'local') {
  constructor(private readonly credentials: Credentials) {
    super({ usernameField: 'identifier', passwordField: 'password' });
  }

  async validate(identifier: string, password: string): Promise<Proof> {
    const proof = await this.credentials.verify(identifier, password);
    if (!proof) throw new Problem(AuthErrors.invalidCredentials);
    return proof;
  }
}

import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-local';
import type { Proof } from '../../platform/access/index.js';
import { Credentials } from '../login/credentials.js';

/** Believes a username or e-mail address with its password, as LocalAuthGuard put them in the body. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy, 'local') {
  constructor(private readonly credentials: Credentials) {
    super({ usernameField: 'identifier', passwordField: 'password', passReqToCallback: true });
  }

  validate(request: FastifyRequest, identifier: string, password: string): Promise<Proof | undefined> {
    return this.credentials.verify(identifier, password, request);
  }
}

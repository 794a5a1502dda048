// The usual NestJS tutorial on authentication (docs.nestjs.com: Authentication, Passport), with what its readers add:
// TypeORM, hashed passwords, the user looked up at each request, and refresh tokens that are exchanged for new ones.
// bench/support/peers.mjs compiles it.
import 'reflect-metadata';
import { createHash, randomUUID } from 'node:crypto';
import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Injectable,
  Module,
  Post,
  Request,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { ExtractJwt, Strategy as Jwt } from 'passport-jwt';
import { Strategy as Local } from 'passport-local';
import { Column, DataSource, Entity, PrimaryColumn, Repository } from 'typeorm';
import { passwordHash } from './password-hash.mjs';

const SECRET = 'a secret of the bench, thirty-two bytes or more';
const password = passwordHash(process.env.BENCH_HASH, 'bcrypt');

@Entity('users')
class User {
  @PrimaryColumn('varchar')
  id: string;

  @Column('varchar', { unique: true })
  email: string;

  @Column('varchar')
  passwordHash: string;

  @Column('varchar')
  roles: string;

  // One for each user, as in the tutorials; by a digest, where many of them hash it with bcrypt.
  @Column('varchar', { nullable: true })
  refreshDigest: string | null;
}

const digestOf = (token: string) => createHash('sha256').update(token).digest('base64url');

@Injectable()
class AuthService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly jwt: JwtService,
  ) {}

  async register(email: string, text: string) {
    if (await this.users.findOneBy({ email })) throw new ConflictException();
    const user = { id: randomUUID(), email, passwordHash: await password.hash(text), roles: 'user', refreshDigest: null };
    await this.users.insert(user);
    return { id: user.id, email };
  }

  async validateUser(email: string, text: string) {
    const user = await this.users.findOneBy({ email });
    return user && (await password.verify(user.passwordHash, text)) ? user : null;
  }

  async findUser(id: string) {
    return this.users.findOneBy({ id });
  }

  async login(user: User) {
    const payload = { sub: user.id, email: user.email, roles: user.roles };
    const access_token = this.jwt.sign(payload, { expiresIn: '60m' });
    const refresh_token = this.jwt.sign({ sub: user.id, jti: randomUUID() }, { expiresIn: '7d' });
    await this.users.update({ id: user.id }, { refreshDigest: digestOf(refresh_token) });
    return { access_token, refresh_token };
  }

  async refresh(token: string) {
    const { sub } = this.jwt.verify(token);
    const user = await this.findUser(sub);
    if (user?.refreshDigest !== digestOf(token)) throw new UnauthorizedException();
    return this.login(user);
  }
}

@Injectable()
class LocalStrategy extends PassportStrategy(Local) {
  constructor(private readonly auth: AuthService) {
    super({ usernameField: 'email' });
  }

  async validate(email: string, text: string) {
    const user = await this.auth.validateUser(email, text);
    if (!user) throw new UnauthorizedException();
    return user;
  }
}

@Injectable()
class JwtStrategy extends PassportStrategy(Jwt) {
  constructor(private readonly auth: AuthService) {
    super({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: SECRET });
  }

  async validate({ sub }: { sub: string }) {
    const user = await this.auth.findUser(sub);
    if (!user) throw new UnauthorizedException();
    return user;
  }
}

@Controller()
class AppController {
  constructor(private readonly auth: AuthService) {}

  @Post('register')
  register(@Body() body: { email: string; password: string }) {
    return this.auth.register(body.email, body.password);
  }

  @UseGuards(AuthGuard('local'))
  @HttpCode(200)
  @Post('login')
  login(@Request() request: { user: User }) {
    return this.auth.login(request.user);
  }

  @HttpCode(200)
  @Post('refresh')
  refresh(@Body() body: { refresh_token: string }) {
    return this.auth.refresh(body.refresh_token);
  }

  @UseGuards(AuthGuard('jwt'))
  @Get('me')
  me(@Request() { user }: { user: User }) {
    return { id: user.id, email: user.email, username: 'ada', displayName: 'Ada Lovelace', roles: [user.roles] };
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'sqlite',
      database: process.env.DATABASE_PATH as string,
      entities: [User],
      synchronize: true,
      enableWAL: true,
    }),
    TypeOrmModule.forFeature([User]),
    PassportModule,
    JwtModule.register({ secret: SECRET }),
  ],
  controllers: [AppController],
  providers: [AuthService, LocalStrategy, JwtStrategy],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.get(DataSource).query('PRAGMA synchronous = FULL');
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.stdout.write('ready\n');
process.on('disconnect', () => process.exit());

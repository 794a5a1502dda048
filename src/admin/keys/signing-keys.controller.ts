import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { KeyRing, KeysErrors, ROTATION } from '../../keys/index.js';
import { RequirePermissions, SessionOnly } from '../../platform/access/index.js';
import { ApiProblems, Problem } from '../../platform/errors/index.js';
import { RotationDto, SigningKeyCard } from './signing-key.dto.js';

@ApiTags('Administration')
@Controller('admin/keys')
export class SigningKeysController {
  constructor(private readonly keys: KeyRing) {}

  @Get()
  @RequirePermissions('keys:read')
  @ApiOperation({
    summary: 'The keys that sign access tokens, and what each may do',
    description: 'None with `JWT_ALG=HS256`, which signs with `JWT_SECRET`.',
  })
  @ApiOkResponse({ description: 'All keys there ever were, the oldest first.', type: [SigningKeyCard] })
  list(): SigningKeyCard[] {
    return this.keys.standings().map((key) => SigningKeyCard.of(key));
  }

  @Post('rotate')
  @SessionOnly()
  @RequirePermissions('keys:write')
  @ApiOperation({
    summary: 'Make a new signing key',
    description:
      'It signs ten minutes later, when everybody knows it. The key before it verifies until its last token has expired.',
  })
  @ApiCreatedResponse({ description: 'The new key.', type: SigningKeyCard })
  @ApiProblems(KeysErrors.fromSettings)
  async rotate(@Body() { atOnce }: RotationDto): Promise<SigningKeyCard> {
    const made = await this.keys.rotate(atOnce ? ROTATION.atOnce : ROTATION.announced);
    return this.list().find(({ kid }) => kid === made) as SigningKeyCard;
  }

  @Post(':kid/distrust')
  @HttpCode(204)
  @SessionOnly()
  @RequirePermissions('keys:write')
  @ApiOperation({
    summary: 'Void every access token that a key signed, at once',
    description:
      'Where it was the one that signs, a new one takes its place. Sessions live on: who refreshes gets a token of the new key.',
  })
  @ApiParam({
    name: 'kid',
    description: 'From `GET /admin/keys`.',
    example: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  })
  @ApiNoContentResponse({ description: 'Nothing that it signed is believed any more.' })
  @ApiProblems(KeysErrors.notFound)
  async distrust(@Param('kid') kid: string): Promise<void> {
    if (!(await this.keys.distrust(kid))) throw new Problem(KeysErrors.notFound);
  }
}

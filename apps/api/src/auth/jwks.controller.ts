import { Controller, Get, Header, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JWKS_MAX_AGE_SECONDS, Public, type PublishedKey, SigningKeys } from '#libs/auth';
import { JwksSchema } from './session.dto.js';

@ApiTags('Sign-in')
@Controller({ path: '.well-known', version: VERSION_NEUTRAL })
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('jwks.json')
  @Public()
  @Header('cache-control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`)
  @ApiOperation({
    summary: 'Get the keys that access tokens are signed with',
    description: 'A JSON Web Key Set (RFC 7517). A new key stands here for a while before it signs.',
  })
  @ApiOkResponse({ description: 'The public keys', standardSchema: JwksSchema })
  jwks(): { keys: PublishedKey[] } {
    return { keys: this.keys.published() };
  }
}

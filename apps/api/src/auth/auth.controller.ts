import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type IssuedToken, Public, SignIn } from '#libs/auth';
import { Problems } from '../openapi/problems.decorator.js';
import { type AccessTokenDto, AccessTokenSchema, type Login, LoginSchema } from './auth.dto.js';

@ApiTags('Access')
@Controller({ path: 'auth', version: '1' })
export class AuthController {
  constructor(private readonly signIn: SignIn) {}

  @Post('login')
  @Public()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Sign in with e-mail address and password' })
  @ApiOkResponse({ description: 'An access token', standardSchema: AccessTokenSchema })
  @Problems('input.invalid', 'auth.invalid_credentials')
  login(@Body({ schema: LoginSchema }) { email, password }: Login): Promise<AccessTokenDto> {
    return this.signIn.withPassword(email, password).then(toAccessTokenDto);
  }
}

const toAccessTokenDto = ({ accessToken, expiresIn }: IssuedToken): AccessTokenDto => ({
  accessToken,
  tokenType: 'Bearer',
  expiresIn,
});

import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { PasswordChange, RequireSession, type SessionCaller, TotpEnrolment } from '#libs/auth';
import { Problems } from '../openapi/problems.decorator.js';
import {
  type ChangePassword,
  ChangePasswordSchema,
  type MfaProof,
  MfaProofSchema,
  type TotpCode,
  TotpCodeSchema,
} from './auth.dto.js';
import { OwnSession } from './client.decorator.js';
import {
  type EnrolmentDto,
  EnrolmentSchema,
  type MfaStateDto,
  MfaStateSchema,
  type RecoveryCodesDto,
  RecoveryCodesSchema,
} from './session.dto.js';

/** How people protect their own account. */
@ApiTags('Sign-in')
@Controller({ path: 'auth', version: '1' })
export class AccountController {
  constructor(
    private readonly passwords: PasswordChange,
    private readonly totp: TotpEnrolment,
  ) {}

  @Post('password')
  @RequireSession()
  @HttpCode(204)
  @ApiOperation({ summary: 'Change your password', description: 'Ends all your other sessions.' })
  @ApiNoContentResponse({ description: 'The new password counts' })
  @Problems('input.invalid', 'auth.invalid_credentials', 'auth.locked', 'auth.busy')
  changePassword(
    @Body({ schema: ChangePasswordSchema }) body: ChangePassword,
    @OwnSession() caller: SessionCaller,
  ): Promise<void> {
    return this.passwords.change(caller, body);
  }

  @Get('mfa')
  @RequireSession()
  @ApiOperation({ summary: 'See whether a second factor protects your account' })
  @ApiOkResponse({
    description: 'Whether it does, and how many recovery codes are left',
    standardSchema: MfaStateSchema,
  })
  mfaState(@OwnSession() { userId }: SessionCaller): Promise<MfaStateDto> {
    return this.totp.state(userId);
  }

  @Post('mfa/totp')
  @RequireSession()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Enrol an authenticator app',
    description: 'It counts once a code of it has confirmed it. Enrolling again before that starts anew.',
  })
  @ApiCreatedResponse({ description: 'The secret, told this once', standardSchema: EnrolmentSchema })
  @Problems('auth.mfa_already_enabled')
  enrolTotp(@OwnSession() caller: SessionCaller): Promise<EnrolmentDto> {
    return this.totp.enrol(caller);
  }

  @Post('mfa/totp/confirm')
  @RequireSession()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Confirm the authenticator app with a code' })
  @ApiOkResponse({ description: 'The recovery codes, told this once', standardSchema: RecoveryCodesSchema })
  @Problems('input.invalid', 'auth.invalid_code', 'auth.mfa_not_enrolled', 'auth.mfa_already_enabled')
  async confirmTotp(
    @Body({ schema: TotpCodeSchema }) { code }: TotpCode,
    @OwnSession() caller: SessionCaller,
  ): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.totp.confirm(caller, code) };
  }

  @Post('mfa/totp/disable')
  @RequireSession()
  @HttpCode(204)
  @ApiOperation({ summary: 'Disable the second factor', description: 'Needs the password and a code.' })
  @ApiNoContentResponse({ description: 'The password alone signs in again' })
  @Problems(
    'input.invalid',
    'auth.invalid_credentials',
    'auth.invalid_code',
    'auth.locked',
    'auth.mfa_not_enabled',
  )
  disableTotp(
    @Body({ schema: MfaProofSchema }) { password, code }: MfaProof,
    @OwnSession() caller: SessionCaller,
  ): Promise<void> {
    return this.totp.disable(caller, { password, code });
  }

  @Post('mfa/recovery-codes')
  @RequireSession()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Replace your recovery codes',
    description: 'Needs the password and a code. The old ones count no more.',
  })
  @ApiOkResponse({
    description: 'The new recovery codes, told this once',
    standardSchema: RecoveryCodesSchema,
  })
  @Problems(
    'input.invalid',
    'auth.invalid_credentials',
    'auth.invalid_code',
    'auth.locked',
    'auth.mfa_not_enabled',
  )
  async renewRecoveryCodes(
    @Body({ schema: MfaProofSchema }) { password, code }: MfaProof,
    @OwnSession() caller: SessionCaller,
  ): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.totp.renewCodes(caller, { password, code }) };
  }
}

import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { Lockout } from './lockout/lockout.js';
import { BrowserSignIn } from './oidc/browser-sign-in.js';
import { CodeExchange } from './oidc/code-exchange.js';
import { FederatedSignIn } from './oidc/federated-sign-in.js';
import { IdTokens } from './oidc/id-tokens.js';
import { IdentityProviders } from './oidc/identity-providers.js';
import { ProviderKeys } from './oidc/provider-keys.js';
import { CommonPasswordList } from './passwords/common-passwords.js';
import { PasswordChange } from './passwords/password-change.js';
import { PasswordCheck } from './passwords/password-check.js';
import { PasswordRules } from './passwords/password-rules.js';
import { CookieSessions } from './sessions/cookie-sessions.js';
import { EndedSessions } from './sessions/ended-sessions.js';
import { Refresh } from './sessions/refresh.js';
import { Sessions } from './sessions/sessions.js';
import { SignInConfig } from './sign-in.config.js';
import { SignIn } from './sign-in.js';
import { SignInWatch } from './sign-in-watch.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { SigningKeys } from './tokens/signing-keys.js';
import { SecondFactor } from './totp/second-factor.js';
import { TotpEnrolment } from './totp/totp-enrolment.js';

const PUBLIC = [
  AccessTokens,
  BrowserSignIn,
  CookieSessions,
  EndedSessions,
  FederatedSignIn,
  IdentityProviders,
  PasswordChange,
  PasswordRules,
  Refresh,
  Sessions,
  SignIn,
  SignInConfig,
  SignInWatch,
  SigningKeys,
  TotpEnrolment,
];

/** Needs `DatabaseModule.forRoot()` and `SecretsModule` beside it. */
@Module({
  imports: [AuditModule],
  providers: [
    { provide: SignInConfig, useFactory: () => SignInConfig.fromEnv() },
    AccessTokens,
    BrowserSignIn,
    CodeExchange,
    CommonPasswordList,
    CookieSessions,
    EndedSessions,
    FederatedSignIn,
    IdentityProviders,
    IdTokens,
    Lockout,
    PasswordChange,
    PasswordCheck,
    PasswordRules,
    ProviderKeys,
    Refresh,
    SecondFactor,
    Sessions,
    SignIn,
    SignInWatch,
    SigningKeys,
    TotpEnrolment,
  ],
  exports: PUBLIC,
})
export class SignInModule {}

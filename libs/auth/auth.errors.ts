import { AppError } from '#libs/kernel';

export type AuthErrorCode =
  | 'auth.unauthenticated'
  | 'auth.invalid_credentials'
  | 'auth.flow_expired'
  | 'auth.forbidden'
  | 'auth.browser_sign_in_off'
  | 'auth.busy'
  | 'auth.challenge_expired'
  | 'auth.csrf_failed'
  | 'auth.email_taken'
  | 'auth.identity_not_accepted'
  | 'auth.identity_provider_not_found'
  | 'auth.identity_provider_taken'
  | 'auth.identity_provider_unavailable'
  | 'auth.invalid_code'
  | 'auth.invalid_email'
  | 'auth.locked'
  | 'auth.mfa_already_enabled'
  | 'auth.mfa_not_enabled'
  | 'auth.mfa_not_enrolled'
  | 'auth.refresh_conflict'
  | 'auth.refresh_invalid'
  | 'auth.refresh_reused'
  | 'auth.session_not_found';

export class AuthError extends AppError<AuthErrorCode> {
  /** @param retryAfterSeconds where trying again then may help */
  constructor(code: AuthErrorCode, message: string, retryAfterSeconds?: number) {
    super(code, message, {
      class: 'input',
      ...(retryAfterSeconds !== undefined && { retryable: true, details: { retryAfterSeconds } }),
    });
  }
}

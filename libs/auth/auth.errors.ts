import { AppError } from '#libs/kernel';

export type AuthErrorCode =
  | 'auth.unauthenticated'
  | 'auth.invalid_credentials'
  | 'auth.forbidden'
  | 'auth.email_taken'
  | 'auth.invalid_email';

export class AuthError extends AppError<AuthErrorCode> {
  constructor(code: AuthErrorCode, message: string) {
    super(code, message, { class: 'input' });
  }
}

import { AppError } from '#libs/kernel';

export type AccessErrorCode =
  | 'auth.exceeds_own_rights'
  | 'auth.tenant_suspended'
  | 'user.not_found'
  | 'user.last_admin'
  | 'role.not_found'
  | 'role.name_taken'
  | 'role.built_in'
  | 'role.in_use'
  | 'tenant.not_found'
  | 'tenant.is_operator'
  | 'api_key.not_found'
  | 'api_key.ended';

/** What stands in the way of administering who may do what. */
export class AccessError extends AppError<AccessErrorCode> {
  constructor(code: AccessErrorCode, message: string) {
    super(code, message, { class: 'input' });
  }
}

import type { AccessErrorCode, AuthErrorCode } from '#libs/auth';
import type { IdempotencyErrorCode } from '#libs/idempotency';
import type { WebhookErrorCode } from '#libs/webhooks';

/** What the services of libs/orchestration throw at whoever calls them. */
export type JobErrorCode =
  | 'job.not_found'
  | 'job.bad_cursor'
  | 'batch.not_found'
  | 'job.already_ended'
  | 'job.not_pausable'
  | 'job.not_paused'
  | 'job.not_cancelled'
  | 'job.not_rerunnable'
  | 'job.not_awaiting_approval'
  | 'manifest.not_found'
  | 'manifest.conflict'
  | 'manifest.not_editable'
  | 'manifest.no_preview'
  | 'limit.not_found'
  | 'effect.not_found'
  | 'effect.not_in_question'
  | 'schedule.not_found'
  | 'schedule.name_taken'
  | 'approval_threshold.not_found'
  | 'quota.not_found'
  | 'quota.jobs_exceeded'
  | 'quota.storage_exceeded'
  | 'artifact.not_found'
  | 'pipeline.not_installed';

/** What the services of libs/costs throw at whoever calls them. */
export type CostErrorCode =
  'costs.budget_exceeded' | 'costs.no_such_price_list' | 'budget.not_found' | 'provider_key.not_found';

/** What the services of libs/data-transfer throw at whoever calls them. */
export type TransferErrorCode =
  | 'export.jobs_under_way'
  | 'export.not_found'
  | 'export.not_ready'
  | 'import.in_use'
  | 'import.not_found'
  | 'import.other_archive'
  | 'import.tenant_exists'
  | 'transfer.archive_damaged'
  | 'transfer.invalid_archive'
  | 'transfer.too_large'
  | 'transfer.unknown_format';

/** Errors of the HTTP edge itself. */
export type HttpErrorCode =
  | 'http.malformed'
  | 'http.not_found'
  | 'http.method_not_allowed'
  | 'http.too_large'
  | 'http.too_many_requests'
  | 'http.uri_too_long'
  | 'http.unsupported_media_type'
  | 'http.precondition_failed'
  | 'http.range_not_satisfiable'
  | 'http.unavailable'
  | 'cache.unavailable'
  | 'idempotency.invalid_key'
  | 'stream.ticket_invalid'
  | 'stream.too_many'
  | 'webhook.not_genuine'
  | 'webhook.too_early';

export type ProblemCode =
  | HttpErrorCode
  | AccessErrorCode
  | AuthErrorCode
  | JobErrorCode
  | CostErrorCode
  | TransferErrorCode
  | IdempotencyErrorCode
  | WebhookErrorCode
  | 'input.invalid'
  | 'storage.not_found'
  | 'internal';

export interface ProblemType {
  status: number;
  /** The same for every occurrence; what happened this time is the problem's `detail`. */
  title: string;
}

/** The one place where error codes meet HTTP. A code that a library adds and that is missing here does not compile. */
export const PROBLEM_TYPES: Record<ProblemCode, ProblemType> = {
  'input.invalid': { status: 400, title: 'The input can’t be accepted' },

  'auth.unauthenticated': { status: 401, title: 'Sign in first' },
  'auth.invalid_credentials': { status: 401, title: 'Wrong credentials' },
  'auth.forbidden': { status: 403, title: 'Not allowed' },
  'auth.browser_sign_in_off': { status: 409, title: 'Sign-in by way of the browser is not set up' },
  'auth.flow_expired': { status: 401, title: 'The sign-in has expired' },
  'auth.busy': { status: 503, title: 'Too many sign-ins at once' },
  'auth.challenge_expired': { status: 401, title: 'The challenge has expired' },
  'auth.csrf_failed': { status: 403, title: 'Not sent by a page that may' },
  'auth.email_taken': { status: 409, title: 'The e-mail address is taken' },
  'auth.exceeds_own_rights': { status: 403, title: 'More than you have yourself' },
  'auth.identity_not_accepted': { status: 401, title: 'The identity is not accepted' },
  'auth.identity_provider_not_found': { status: 404, title: 'No such identity provider' },
  'auth.identity_provider_taken': { status: 409, title: 'There is such an identity provider already' },
  'auth.identity_provider_unavailable': { status: 503, title: 'The identity provider does not answer' },
  'auth.invalid_code': { status: 401, title: 'Wrong code' },
  'auth.invalid_email': { status: 400, title: 'Not an e-mail address' },
  'auth.locked': { status: 429, title: 'Too many failures' },
  'auth.mfa_already_enabled': { status: 409, title: 'A second factor is enabled already' },
  'auth.mfa_not_enabled': { status: 409, title: 'No second factor is enabled' },
  'auth.mfa_not_enrolled': { status: 409, title: 'No second factor is enrolled' },
  'auth.refresh_conflict': { status: 409, title: 'The refresh token was just exchanged' },
  'auth.refresh_invalid': { status: 401, title: 'The refresh token is not valid' },
  'auth.refresh_reused': { status: 401, title: 'The refresh token was used before' },
  'auth.session_not_found': { status: 404, title: 'No such session' },
  'auth.tenant_suspended': { status: 403, title: 'The tenant is suspended' },
  'user.not_found': { status: 404, title: 'No such user' },
  'user.last_admin': { status: 409, title: 'The last administrator' },
  'role.not_found': { status: 404, title: 'No such role' },
  'role.name_taken': { status: 409, title: 'The name is taken' },
  'role.built_in': { status: 409, title: 'The role is built in' },
  'role.in_use': { status: 409, title: 'The role is in use' },
  'tenant.not_found': { status: 404, title: 'No such tenant' },
  'tenant.is_operator': { status: 409, title: 'The tenant operates the system' },
  'api_key.not_found': { status: 404, title: 'No such API key' },
  'api_key.ended': { status: 409, title: 'The API key has ended' },

  'job.not_found': { status: 404, title: 'No such job' },
  'batch.not_found': { status: 404, title: 'No such batch' },
  'job.bad_cursor': { status: 400, title: 'Not a cursor' },
  'job.already_ended': { status: 409, title: 'The job has already ended' },
  'job.not_pausable': { status: 409, title: 'The job can’t be paused now' },
  'job.not_paused': { status: 409, title: 'The job is not paused' },
  'job.not_cancelled': { status: 409, title: 'The job is not cancelled' },
  'job.not_rerunnable': { status: 409, title: 'The job can’t be run again now' },
  'job.not_awaiting_approval': { status: 409, title: 'The job is not waiting for approval' },
  'manifest.not_found': { status: 404, title: 'No such manifest' },
  'manifest.conflict': { status: 409, title: 'The manifest has changed meanwhile' },
  'manifest.not_editable': { status: 409, title: 'The manifest can’t be changed any more' },
  'manifest.no_preview': { status: 409, title: 'There are no previews of this' },
  'limit.not_found': { status: 404, title: 'No such limit' },
  'effect.not_found': { status: 404, title: 'No such effect' },
  'effect.not_in_question': { status: 409, title: 'It is known what became of this effect' },
  'schedule.not_found': { status: 404, title: 'No such schedule' },
  'schedule.name_taken': { status: 409, title: 'The name is taken' },
  'approval_threshold.not_found': { status: 404, title: 'No such threshold' },
  'quota.not_found': { status: 404, title: 'No such quota' },
  'quota.jobs_exceeded': { status: 429, title: 'The day’s jobs are used up' },
  'quota.storage_exceeded': { status: 403, title: 'The storage is used up' },
  'pipeline.not_installed': { status: 409, title: 'The job’s pipeline is not installed' },
  'artifact.not_found': { status: 404, title: 'No such artifact' },

  'costs.budget_exceeded': { status: 402, title: 'The budget has no room for it' },
  'costs.no_such_price_list': { status: 404, title: 'No such price list' },
  'budget.not_found': { status: 404, title: 'No such budget' },
  'provider_key.not_found': { status: 404, title: 'No such provider key' },

  'export.jobs_under_way': { status: 409, title: 'Jobs have not ended yet' },
  'export.not_found': { status: 404, title: 'No such export' },
  'export.not_ready': { status: 409, title: 'There is no archive yet' },
  'import.in_use': { status: 409, title: 'The tenant has changed since' },
  'import.not_found': { status: 404, title: 'No such import' },
  'import.other_archive': { status: 409, title: 'Another archive has been imported' },
  'import.tenant_exists': { status: 409, title: 'There is such a tenant already' },
  'transfer.archive_damaged': { status: 400, title: 'The archive is damaged' },
  'transfer.invalid_archive': { status: 400, title: 'The archive can’t be imported' },
  'transfer.too_large': { status: 413, title: 'The archive is too large' },
  'transfer.unknown_format': { status: 400, title: 'Unknown format of archive' },

  'storage.not_found': { status: 410, title: 'The content is no longer stored' },

  'http.malformed': { status: 400, title: 'The request can’t be read' },
  'http.not_found': { status: 404, title: 'Nothing here' },
  'http.method_not_allowed': { status: 405, title: 'Method not allowed' },
  'http.precondition_failed': { status: 412, title: 'It has changed meanwhile' },
  'http.too_large': { status: 413, title: 'The request is too large' },
  'http.uri_too_long': { status: 414, title: 'The address is too long' },
  'http.unsupported_media_type': { status: 415, title: 'Unsupported media type' },
  'http.range_not_satisfiable': { status: 416, title: 'No such range' },
  'cache.unavailable': { status: 503, title: 'The cache is not available' },
  'http.too_many_requests': { status: 429, title: 'Too many requests' },
  'http.unavailable': { status: 503, title: 'Not available right now' },

  'idempotency.in_flight': { status: 409, title: 'The same request is being served' },
  'idempotency.invalid_key': { status: 400, title: 'Not an idempotency key' },
  'idempotency.key_reused': { status: 422, title: 'The idempotency key belongs to another request' },

  'stream.ticket_invalid': { status: 401, title: 'Not a valid ticket' },
  'stream.too_many': { status: 429, title: 'There are too many streams' },

  'webhook.delivery_not_found': { status: 404, title: 'No such delivery' },
  'webhook.endpoint_disabled': { status: 409, title: 'The webhook endpoint is off' },
  'webhook.endpoint_not_found': { status: 404, title: 'No such webhook endpoint' },
  'webhook.not_genuine': { status: 401, title: 'Not a genuine webhook' },
  'webhook.too_early': { status: 425, title: 'Too early: send it again' },
  'webhook.too_many_endpoints': { status: 409, title: 'There are too many webhook endpoints' },

  internal: { status: 500, title: 'Something went wrong on our side' },
};

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEM_TYPES, code);

import { AppError } from '#libs/kernel';

export type WebhookErrorCode =
  | 'webhook.endpoint_not_found'
  | 'webhook.delivery_not_found'
  | 'webhook.endpoint_disabled'
  | 'webhook.too_many_endpoints';

/** What the services of this library throw at whoever calls them. */
export class WebhookError extends AppError<WebhookErrorCode> {
  constructor(code: WebhookErrorCode, message: string) {
    super(code, message, { class: 'input' });
  }
}

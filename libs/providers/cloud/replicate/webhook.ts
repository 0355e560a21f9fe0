import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '#libs/kernel';
import { seen, type SeenPrediction } from './prediction.js';

/** What a webhook's request brings: the three headers of the Standard Webhooks, and the body as it came. */
export interface WebhookRequest {
  id: string | undefined;
  /** Seconds since 1970. */
  timestamp: string | undefined;
  signature: string | undefined;
  body: Buffer;
}

export interface WebhookNews {
  effectId: string;
  operation: string;
  prediction: SeenPrediction;
}

const TOLERANCE_SECONDS = 5 * 60;

/** Where Replicate is to call back about an effect. */
export function webhookUrl(base: string, effectId: string, operation: string): string {
  const url = new URL(`${base.replace(/\/+$/, '')}/replicate/${effectId}`);
  url.searchParams.set('operation', operation);
  return url.href;
}

/**
 * What a genuine webhook says; null for one that is not signed with our key, too old, or not about an effect of ours. The effect is
 * read from the signed body and not from the address, so that a genuine body can't be turned on another effect.
 * @param secret `whsec_` and the key in base64
 * @param now ms since 1970
 */
export function readWebhook(request: WebhookRequest, secret: string, now: number): WebhookNews | null {
  if (!isGenuine(request, secret, now)) return null;
  let prediction: SeenPrediction;
  try {
    prediction = seen(JSON.parse(request.body.toString('utf8')));
  } catch {
    return null;
  }
  if (prediction.webhook === undefined || !URL.canParse(prediction.webhook)) return null;
  const url = new URL(prediction.webhook);
  const effectId = url.pathname.split('/').at(-1) ?? '';
  const operation = url.searchParams.get('operation') ?? '';
  return isId(effectId) && operation !== '' ? { effectId, operation, prediction } : null;
}

function isGenuine({ id, timestamp, signature, body }: WebhookRequest, secret: string, now: number): boolean {
  if (!id || !signature || !/^\d{1,12}$/.test(timestamp ?? '')) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signature.split(' ').some((one) => {
    const [version, value = ''] = one.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

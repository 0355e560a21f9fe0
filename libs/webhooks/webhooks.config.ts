import { z } from 'zod';
import { env, EnvConfig } from '#libs/config';

const list = (rule: string, fits: (item: string) => boolean) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .refine((items) => items.every(fits), { error: rule });

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;
const isPort = (text: string): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) < 65_536;

export class WebhooksConfig extends EnvConfig({
  WEBHOOK_ALLOWED_ORIGINS: list(
    'must be origins such as http://127.0.0.1:9000, separated by commas',
    isOrigin,
  )
    .default([])
    .describe(
      'Origins that webhooks may be sent to although they are not public or not https, e.g. http://127.0.0.1:9000: for development, and receivers in your own network.',
    ),
  WEBHOOK_PORTS: list('must be port numbers, separated by commas', isPort)
    .default(['443', '8443'])
    .describe('Ports that webhooks may be sent to, separated by commas.'),
  WEBHOOK_DNS_SERVERS: list('must be addresses such as 10.0.0.53 or 10.0.0.53:5353', (item) => item !== '')
    .default([])
    .describe('DNS servers that receivers are looked up at, separated by commas; empty: as the system does.'),
  WEBHOOK_TIMEOUT_MS: env
    .integer(100, 120_000)
    .default(15_000)
    .describe('How long one delivery may take, from the look-up of the name to the end of the answer.'),
  WEBHOOK_LEASE_MS: env
    .integer(500, 600_000)
    .default(5_000)
    .describe(
      'How long a worker owns a delivery without renewing. Renewed at a third of it; after it, another worker makes the delivery.',
    ),
  WEBHOOK_CONCURRENCY: env
    .integer(1, 1_000)
    .default(32)
    .describe('Deliveries that one worker makes at once.'),
  WEBHOOK_ENDPOINT_CONCURRENCY: env
    .integer(1, 100)
    .default(8)
    .describe('Deliveries that are made to one endpoint at once, by all workers together.'),
  WEBHOOK_POLL_MS: env
    .integer(20, 60_000)
    .default(500)
    .describe('How often new events and due deliveries are looked for.'),
  WEBHOOK_RETRY_BASE_MS: env
    .integer(10, 600_000)
    .default(5_000)
    .describe('Wait before the second try of a delivery; doubles with every try, up to an hour.'),
  WEBHOOK_BREAKER_FAILURES: env
    .integer(1, 1_000)
    .default(5)
    .describe(
      'After so many failures in a row an endpoint is tried one delivery at a time, with pauses in between.',
    ),
  WEBHOOK_DISABLE_AFTER_HOURS: env
    .integer(1, 8_760)
    .default(120)
    .describe('An endpoint that has failed for so long without a success is switched off.'),
  WEBHOOK_SECRET_OVERLAP_HOURS: env
    .integer(0, 720)
    .default(24)
    .describe('For so long after a rotation messages are signed with the old secret, too.'),
  WEBHOOK_RETENTION_DAYS: env
    .integer(2, 3_650)
    .default(30)
    .describe('Events and the log of their deliveries are kept for so long.'),
}) {}

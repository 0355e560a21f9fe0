import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ApiConfig } from '../api.config.js';
import { CORRELATION_HEADER } from './correlation.js';

/** What a script on another origin may read beside the body. */
const EXPOSED = [
  CORRELATION_HEADER,
  'deprecation',
  'etag',
  'idempotency-replayed',
  'link',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'sunset',
];
const PREFLIGHT_SECONDS = 600;

/** Browsers let scripts of these origins alone call this API; of none unless some are named. */
export function allowOrigins(app: NestFastifyApplication, config: ApiConfig): void {
  const origins = config.API_CORS_ORIGINS ?? [];
  if (origins.length === 0) return;
  app.enableCors({
    origin: origins.includes('*') ? '*' : origins,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED,
    credentials: config.API_CORS_CREDENTIALS,
    maxAge: PREFLIGHT_SECONDS,
  });
}

import { env, EnvConfig } from '#libs/config';

export class ApiConfig extends EnvConfig({
  API_HOST: env
    .text()
    .default('127.0.0.1')
    .describe(
      'Address to listen on. /metrics and /docs ask for no credentials: keep a proxy in front of a public one.',
    ),
  API_PORT: env.integer(0, 65_535).default(3000).describe('Port to listen on; 0 lets the system choose one.'),
  API_BODY_LIMIT_BYTES: env
    .integer(1_024, 10_485_760)
    .default(65_536)
    .describe('A larger request body is refused.'),
  API_CORS_ORIGINS: env
    .list(
      (origin) => origin === '*' || /^https?:\/\/[\w.-]+(:\d{1,5})?$/.test(origin),
      'origins such as https://app.example.com',
    )
    .optional()
    .describe(
      'Web pages of these origins may call this API, separated by commas; * for all. Left out: none but its own.',
    ),
  API_CORS_CREDENTIALS: env
    .flag()
    .default(false)
    .describe('Whether pages of these origins may send cookies along; not with *.'),
}) {}

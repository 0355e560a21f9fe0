import { env, EnvConfig } from '#libs/config';

/** How the commands reach an API that runs. */
export class ApiAccessConfig extends EnvConfig({
  AIPROD_URL: env
    .url('http', 'https')
    .default('http://127.0.0.1:3000')
    .describe('`npm run jobs` and `npm run admin`: where the API is.'),
  AIPROD_TOKEN: env
    .text()
    .optional()
    .describe(
      '`npm run jobs` and `npm run admin`: an access token or an API key. Left out: signs in with AIPROD_EMAIL and AIPROD_PASSWORD.',
    ),
  AIPROD_EMAIL: env
    .text()
    .optional()
    .describe('`npm run jobs` and `npm run admin`: the e-mail address to sign in with.'),
  AIPROD_PASSWORD: env.text().optional().describe('`npm run jobs` and `npm run admin`: its password.'),
}) {}

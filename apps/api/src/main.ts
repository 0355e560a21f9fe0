import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { SignInConfig } from '#libs/auth';
import { ConfigError } from '#libs/config';
import { DatabaseConfig } from '#libs/database';
import { LoggingConfig } from '#libs/monitoring';
import { OrchestrationConfig } from '#libs/orchestration';
import { QueueConfig } from '#libs/queue';
import { resolveSettings, SecretsConfig } from '#libs/secrets';
import { StorageConfig } from '#libs/storage';
import { WebhooksConfig } from '#libs/webhooks';
import { ApiConfig } from './api.config.js';
import { ApiModule } from './api.module.js';
import { API_OPTIONS, setUpApi } from './create-api.js';
import { createAdapter } from './http/server.js';
import { PIPELINES } from './pipelines.js';
import { UndeclaredRouteError } from './security/route-access.check.js';

/** Read again where they are used; read here first, so that a bad one is told in a line and before anything is opened. */
const SETTINGS = [
  () => SignInConfig.fromEnv(),
  () => DatabaseConfig.fromEnv(),
  () => LoggingConfig.fromEnv(),
  () => OrchestrationConfig.fromEnv(),
  () => QueueConfig.fromEnv(),
  () => SecretsConfig.fromEnv(),
  () => StorageConfig.fromEnv(),
  () => WebhooksConfig.fromEnv(),
];

async function main(): Promise<void> {
  await resolveSettings();
  const config = ApiConfig.fromEnv();
  for (const check of SETTINGS) check();
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot(PIPELINES),
    createAdapter(config),
    API_OPTIONS,
  );
  await setUpApi(app);
  app.enableShutdownHooks();
  // Started by the CLI: without it, nobody would ever end this process.
  process.once('disconnect', () => void app.close().then(() => process.exit(0)));
  await app.listen(config.API_PORT, config.API_HOST);
  app.get(Logger).log(`Listening on ${await app.getUrl()}`);
  process.send?.('ready');
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof UndeclaredRouteError;
  console.error(expected ? error.message : error);
  process.exit(1);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiConfig } from '../../apps/api/src/api.config.js';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { API_OPTIONS, setUpApi } from '../../apps/api/src/create-api.js';
import { createAdapter } from '../../apps/api/src/http/server.js';
import { PIPELINES } from '../../apps/api/src/pipelines.js';
import { testEnvironment } from '#libs/testing';

export interface ApiApp {
  app: NestFastifyApplication;
  close(): Promise<void>;
}

/** The API within this process, on this run's PostgreSQL and Redis; it listens nowhere until it is told to. */
export async function openApi(settings: NodeJS.ProcessEnv = {}): Promise<ApiApp> {
  const environment = await testEnvironment();
  const storageDir = await mkdtemp(join(tmpdir(), 'aiprod-api-'));
  Object.assign(process.env, {
    LOG_LEVEL: 'fatal',
    STORAGE_DIR: storageDir,
    LIMITS_ENABLED: 'false',
    ...settings,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot(PIPELINES),
    createAdapter(ApiConfig.fromEnv()),
    API_OPTIONS,
  );
  await setUpApi(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    close: async () => {
      await app.close();
      await environment.drop();
      await rm(storageDir, { recursive: true, force: true });
    },
  };
}

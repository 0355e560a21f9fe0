import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiConfig } from '../../apps/api/src/api.config.js';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { API_OPTIONS, setUpApi } from '../../apps/api/src/create-api.js';
import { createAdapter } from '../../apps/api/src/http/server.js';
import { armCrashPoint } from './crash-points.js';
import { attackedPipeline } from './pipeline.js';
import { tariffPipeline } from './tariff/pipeline.js';

const config = ApiConfig.fromEnv();
const app = await NestFactory.create<NestFastifyApplication>(
  ApiModule.forRoot([attackedPipeline, tariffPipeline]),
  createAdapter(config),
  API_OPTIONS,
);
await setUpApi(app);
armCrashPoint(app);
app.enableShutdownHooks();
process.once('disconnect', () => process.exit(0));
await app.listen(config.API_PORT, config.API_HOST);
process.send?.('ready');

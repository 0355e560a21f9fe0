import './collect-less.js';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { ConfigError } from '#libs/config';
import { previewPipeline, videoPipeline } from '#libs/pipelines/video';
import { VideoPipelineModule } from '#libs/pipelines/video/agents';
import { resolveSettings } from '#libs/secrets';
import { WorkerModule } from './worker.module.js';

/** What this worker runs. */
const PARTS = { pipelines: [videoPipeline, previewPipeline], imports: [VideoPipelineModule] };

async function main(): Promise<void> {
  await resolveSettings();
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(PARTS), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  // Started by another process of ours: without it there is nothing left to work for.
  process.once('disconnect', () => void app.close().finally(() => process.exit(0)));
  process.send?.('ready');
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});

import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { AttackedAgentsModule } from './agents.js';
import { armCrashPoint } from './crash-points.js';
import { attackedPipeline } from './pipeline.js';

const app = await NestFactory.createApplicationContext(
  WorkerModule.forRoot({ pipelines: [attackedPipeline], imports: [AttackedAgentsModule] }),
  { bufferLogs: true, abortOnError: false },
);
app.useLogger(app.get(Logger));
armCrashPoint(app);
app.enableShutdownHooks();
process.once('disconnect', () => process.exit(0));
process.send?.('ready');

import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { AttackedAgentsModule } from './agents.js';
import { armCrashPoint } from './crash-points.js';
import { attackedPipeline } from './pipeline.js';
import { TariffAgentsModule } from './tariff/agents.js';
import { tariffPipeline } from './tariff/pipeline.js';

const app = await NestFactory.createApplicationContext(
  WorkerModule.forRoot({
    pipelines: [attackedPipeline, tariffPipeline],
    imports: [AttackedAgentsModule, TariffAgentsModule],
  }),
  { bufferLogs: true, abortOnError: false },
);
app.useLogger(app.get(Logger));
armCrashPoint(app);
app.enableShutdownHooks();
process.once('disconnect', () => process.exit(0));
process.send?.('ready');

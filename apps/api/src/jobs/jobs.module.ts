import { Module } from '@nestjs/common';
import { AuthModule } from '#libs/auth';
import { EffectsController } from './effects/effects.controller.js';
import { JobEventSockets } from './events/job-event-sockets.js';
import { JobEventStreams } from './events/job-event-streams.js';
import { JobEventsController } from './events/job-events.controller.js';
import { JobStreams } from './events/job-streams.js';
import { StreamTicketsController } from './events/stream-tickets.controller.js';
import { StreamsConfig } from './events/streams.config.js';
import { BulkController } from './control/bulk.controller.js';
import { JobControlController } from './control/job-control.controller.js';
import { ExportController } from './export/export.controller.js';
import { JobExports } from './export/job-exports.js';
import { ManifestController } from './manifest/manifest.controller.js';
import { BatchesController } from './batches/batches.controller.js';
import { JobsController } from './jobs.controller.js';
import { SubmitOnce } from './submit-once.js';

@Module({
  imports: [AuthModule],
  controllers: [
    BatchesController,
    ExportController,
    JobsController,
    BulkController,
    JobControlController,
    JobEventsController,
    StreamTicketsController,
    EffectsController,
    ManifestController,
  ],
  providers: [
    JobEventStreams,
    JobEventSockets,
    JobStreams,
    SubmitOnce,
    JobExports,
    { provide: StreamsConfig, useFactory: () => StreamsConfig.fromEnv() },
  ],
})
export class JobsApiModule {}

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
import { ManifestController } from './manifest/manifest.controller.js';
import { JobsController } from './jobs.controller.js';
import { SubmitOnce } from './submit-once.js';

@Module({
  imports: [AuthModule],
  controllers: [
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
    { provide: StreamsConfig, useFactory: () => StreamsConfig.fromEnv() },
  ],
})
export class JobsApiModule {}

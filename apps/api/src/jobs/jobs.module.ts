import { Module } from '@nestjs/common';
import { EffectsController } from './effects/effects.controller.js';
import { JobEventStreams } from './events/job-event-streams.js';
import { JobEventsController } from './events/job-events.controller.js';
import { BulkController } from './control/bulk.controller.js';
import { JobControlController } from './control/job-control.controller.js';
import { ManifestController } from './manifest/manifest.controller.js';
import { JobsController } from './jobs.controller.js';
import { SubmitOnce } from './submit-once.js';

@Module({
  controllers: [
    JobsController,
    BulkController,
    JobControlController,
    JobEventsController,
    EffectsController,
    ManifestController,
  ],
  providers: [JobEventStreams, SubmitOnce],
})
export class JobsApiModule {}

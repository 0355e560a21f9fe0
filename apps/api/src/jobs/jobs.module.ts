import { Module } from '@nestjs/common';
import { EffectsController } from './effects/effects.controller.js';
import { JobEventStreams } from './events/job-event-streams.js';
import { JobEventsController } from './events/job-events.controller.js';
import { JobsController } from './jobs.controller.js';

@Module({
  controllers: [JobsController, JobEventsController, EffectsController],
  providers: [JobEventStreams],
})
export class JobsApiModule {}

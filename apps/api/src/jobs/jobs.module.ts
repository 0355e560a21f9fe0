import { Module } from '@nestjs/common';
import { JobEventStreams } from './events/job-event-streams.js';
import { JobEventsController } from './events/job-events.controller.js';
import { JobsController } from './jobs.controller.js';

@Module({
  controllers: [JobsController, JobEventsController],
  providers: [JobEventStreams],
})
export class JobsApiModule {}

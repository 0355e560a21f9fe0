import { z } from 'zod';
import { ListJobsSchema } from '../job-requests.dto.js';

const FORMATS = ['json', 'csv', 'zip'] as const;

const format = z.enum(FORMATS, { error: `must be one of ${FORMATS.join(', ')}` });

export const ExportJobSchema = z.strictObject({
  format: format.default('zip').describe('`zip` brings what the job has made along.'),
});

export const ExportJobsSchema = ListJobsSchema.pick({ status: true, filter: true, sort: true }).extend({
  format: format
    .default('json')
    .describe('`zip` holds the list as JSON and as CSV, and what each job has made.'),
});

export type ExportFormat = (typeof FORMATS)[number];
export type ExportJob = z.output<typeof ExportJobSchema>;
export type ExportJobs = z.output<typeof ExportJobsSchema>;

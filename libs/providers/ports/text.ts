import type { z } from 'zod';
import type { JsonObject, Usage } from '#libs/kernel';
import type { ProviderCall } from './usage.js';

/** A request for a structured text. `data` is untrusted material for the task, never part of the instructions. */
export interface TextRequest<T> extends ProviderCall {
  /** Names the task, e.g. `video.script`; the local provider answers the tasks that a pipeline has taught it. */
  task: string;
  instructions: string;
  data: JsonObject;
  /** What the answer must look like; an answer that does not parse is an error, not a result. */
  schema: z.ZodType<T>;
}

export interface TextResult<T> {
  value: T;
  usage: Usage[];
  /** Who wrote it: a provider on this machine, or `<provider>/<model>` for one in the cloud. */
  by: string;
  /** Why it was not written by who should have written it; null where it was. */
  downgraded: string | null;
}

export abstract class TextProvider {
  abstract readonly name: string;
  abstract generate<T>(request: TextRequest<T>): Promise<TextResult<T>>;
}

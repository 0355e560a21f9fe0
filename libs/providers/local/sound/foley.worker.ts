import { writeTrack } from '#libs/media/audio';
import { EFFECTS_LEVEL, framesOf, perform, type Performance } from './foley.js';

export interface FoleyTask {
  performance: Performance;
  /** Of the WAVE file. */
  path: string;
}

export function work({ performance, path }: FoleyTask): void {
  writeTrack(path, framesOf(performance), perform(performance), EFFECTS_LEVEL);
}

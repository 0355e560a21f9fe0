import { writeTrack } from '#libs/media/audio';
import { answerInThread } from '#libs/media/threads';
import { EFFECTS_LEVEL, framesOf, perform, type Performance } from './foley.js';

export interface FoleyTask {
  performance: Performance;
  /** Of the WAVE file. */
  path: string;
}

answerInThread(({ performance, path }: FoleyTask) =>
  writeTrack(path, framesOf(performance), perform(performance), EFFECTS_LEVEL),
);

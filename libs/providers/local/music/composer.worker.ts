import { writeTrack } from '#libs/media/audio';
import { collectGarbage } from '#libs/media/threads';
import { MUSIC_LEVEL } from '../../ports/index.js';
import { framesOf, play } from './mixdown.js';
import type { Score } from './score.js';

export interface ComposerTask {
  score: Score;
  /** Of the WAVE file. */
  path: string;
}

export function work({ score, path }: ComposerTask): void {
  writeTrack(path, framesOf(score), play(score), MUSIC_LEVEL);
  // The notes of a piece are of no use to the next.
  setImmediate(collectGarbage);
}

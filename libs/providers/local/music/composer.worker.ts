import { writeTrack } from '#libs/media/audio';
import { answerInThread } from '#libs/media/threads';
import { MUSIC_LEVEL } from '../../ports/index.js';
import { framesOf, play } from './mixdown.js';
import type { Score } from './score.js';

export interface ComposerTask {
  score: Score;
  /** Of the WAVE file. */
  path: string;
}

answerInThread(({ score, path }: ComposerTask) =>
  writeTrack(path, framesOf(score), play(score), MUSIC_LEVEL),
);

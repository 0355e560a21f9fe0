import type { Graphics } from '../../ports/index.js';

/** Half of a transition: a scene's end is covered for this long, the next one's start uncovered. */
export const WIPE_SEC = 0.34;

type Position = Graphics['position'];

export const entersByWipe = (position: Position): boolean => position === 'middle' || position === 'last';
export const exitsByWipe = (position: Position): boolean => position === 'first' || position === 'middle';

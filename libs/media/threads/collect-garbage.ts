import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/**
 * Frees what a thread's work has left behind. Arrays and pictures lie outside the heap that V8 looks at, and in a thread that waits
 * nothing makes it look. It holds the thread up, so where it can, work has it done after its answer.
 */
export const collectGarbage = (): void => gc();

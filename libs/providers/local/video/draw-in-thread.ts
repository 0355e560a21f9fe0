import { parentPort } from 'node:worker_threads';
import { collectGarbage } from '#libs/media/threads';
import { STOP, type FrameMessage } from './frame-thread.js';

/** A program that runs for a clip. */
interface Program {
  readonly pid: number | undefined;
  /** Ends it at once and resolves when it has ended. */
  kill(): Promise<void>;
}

export interface Drawing {
  /** True once nobody wants the clip any more. */
  readonly stopped: boolean;
  /** Has the programs ended where the clip is not wanted any more, or fails. */
  runs(...programs: Program[]): void;
  /** Tells how far it is, every so many frames. */
  drawn(frame: number, of: number): void;
}

const PROGRESS_EVERY = 10;

/** The thread's side of `runFrameThread`: makes one clip after the other. */
export function drawInThread<W>(make: (work: W, drawing: Drawing) => Promise<void>): void {
  const port = parentPort;
  if (!port) throw new Error('drawInThread is for worker threads');
  const tell = (message: FrameMessage): void => port.postMessage(message);
  let stopped = false;
  let programs: Program[] = [];
  const endPrograms = () => Promise.all(programs.map((program) => program.kill()));
  const drawing: Drawing = {
    get stopped() {
      return stopped;
    },
    runs: (...started) => {
      programs.push(...started);
      for (const { pid } of started) if (pid !== undefined) tell({ pid });
    },
    drawn: (frame, of) => {
      if (frame % PROGRESS_EVERY === 0) tell({ progress: frame / of });
    },
  };
  const draw = async (work: W): Promise<void> => {
    programs = [];
    try {
      await make(work, drawing);
      if (!stopped) tell({ done: true });
      // A scene's pictures are of no use to the next.
      setImmediate(collectGarbage);
    } catch (error) {
      await endPrograms();
      if (!stopped) tell({ failed: error instanceof Error ? error.message : String(error) });
    }
  };
  port.on('message', (message: W | typeof STOP) => {
    if (message !== STOP) return void draw(message);
    stopped = true;
    void endPrograms().then(() => port.close());
  });
}

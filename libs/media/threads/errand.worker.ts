import { parentPort } from 'node:worker_threads';
import { buffersOf, type Answer, type Errand } from './run-in-thread.js';

/** The thread's side of `runInThread`: does one errand after the other, and hands answers back with their typed arrays moved instead of copied. */
const port = parentPort;
if (port === null) throw new Error('this is for worker threads');

port.on('message', (errand: Errand) => {
  void answerTo(errand).then((answer) => {
    if ('input' in errand) port.postMessage(answer, buffersOf(answer));
  });
});

async function answerTo({ script, ...given }: Errand): Promise<Answer> {
  try {
    const { work } = (await import(script)) as { work(input: unknown): unknown };
    return { value: 'input' in given ? await work(given.input) : undefined };
  } catch (error) {
    return { error };
  }
}

import { runInThread } from './run-in-thread.js';

const { jest } = import.meta as unknown as { jest: typeof globalThis.jest };
const SCRIPT = new URL('./double.worker.js', import.meta.url);
const samples = Float32Array.of(1, 2);

describe('runInThread', () => {
  const run = (then?: 'fail' | 'die' | 'hang', signal = new AbortController().signal) =>
    runInThread<object, { doubled: Float32Array; threadId: number }>(SCRIPT, { samples, then }, signal);

  it('gives the answer, and the next work to the same thread', async () => {
    const first = await run();
    expect([...first.doubled]).toEqual([2, 4]);
    expect((await run()).threadId).toBe(first.threadId);
  });

  it('gives no work to a thread that has waited too long and is ending', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    try {
      const { threadId } = await run();
      jest.advanceTimersByTime(60_000);
      expect((await run()).threadId).not.toBe(threadId);
    } finally {
      jest.useRealTimers();
    }
  });

  it('gives work that comes at the same time to different threads', async () => {
    const [first, second] = await Promise.all([run(), run()]);
    expect(first.threadId).not.toBe(second.threadId);
  });

  it('passes an error on and goes on with the thread', async () => {
    const { threadId } = await run();
    await expect(run('fail')).rejects.toThrow(
      expect.objectContaining({ name: 'RangeError', message: 'too loud' }),
    );
    expect((await run()).threadId).toBe(threadId);
  });

  it('says so when the thread ends without an answer, and has another one for the next', async () => {
    await expect(run('die')).rejects.toThrow('ended with code 3 and no answer');
    expect([...(await run()).doubled]).toEqual([2, 4]);
  });

  it('ends a thread that would run for ever when it is aborted, with the reason', async () => {
    const aborter = new AbortController();
    const hanging = run('hang', aborter.signal);
    setTimeout(() => aborter.abort(new Error('no more')), 100);
    await expect(hanging).rejects.toThrow('no more');
    await expect(run(undefined, aborter.signal)).rejects.toThrow('no more');
    expect([...(await run()).doubled]).toEqual([2, 4]);
  });
});

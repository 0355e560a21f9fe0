import { HashingQueue } from './hashing-queue.js';

describe('the queue of passwords to hash', () => {
  it('runs no more at once than it may, in the order of their coming, past those that fail', async () => {
    const queue = new HashingQueue(2);
    const ended: number[] = [];
    let running = 0;
    let most = 0;
    const work = (n: number) => async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      ended.push(n);
      if (n % 3 === 0) throw new Error('wrong');
    };
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => queue.run(work(n))));
    expect(most).toBe(2);
    expect(ended).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(7);
  });

  it('refuses more than can be answered in time, and says when to come again', async () => {
    const queue = new HashingQueue(1);
    const gate = Promise.withResolvers<void>();
    const taken = Array.from({ length: 101 }, () => queue.run(() => gate.promise));
    await expect(queue.run(async () => 'late')).rejects.toMatchObject({
      code: 'auth.busy',
      options: { details: { retryAfterSeconds: 1 } },
    });
    gate.resolve();
    await Promise.all(taken);
    expect(await queue.run(async () => 'served')).toBe('served');
  });
});

import { runDrill } from './drill.js';

describe('webhooks under attack', () => {
  it('arrive each at least once, under one id and rightly signed, however often their senders are killed', async () => {
    const outcome = await runDrill({ events: 200, kills: 3, seed: 7 }, () => undefined);
    expect(outcome).toMatchObject({ missing: 0, invented: 0, ambiguousIds: 0, forged: 0, killsDone: 3 });
    expect(outcome.failed).toBeGreaterThan(0);
  }, 60_000);
});

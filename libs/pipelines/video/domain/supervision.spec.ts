import fc from 'fast-check';
import { micros } from '#libs/kernel';
import { PRESET_NAMES } from './brief.js';
import { approvalBar, decide } from './supervision.js';

const score = fc.double({ min: 0, max: 1, noNaN: true });
const amount = fc.integer({ min: 0, max: 5_000_000 }).map(micros);
const findings = fc.record({
  preset: fc.constantFrom(...PRESET_NAMES),
  quality: score,
  technical: score,
  costMicros: amount,
  budgetMicros: amount,
});

describe('decide', () => {
  it('approves only what is good enough, sound and within its budget', () => {
    fc.assert(
      fc.property(findings, (found) => {
        const good =
          found.quality >= approvalBar(found.preset) &&
          found.technical >= 0.8 &&
          found.costMicros <= found.budgetMicros;
        expect(decide(found).decision === 'approve').toBe(good);
      }),
    );
  });

  it('rejects what no person need look at, and leaves the rest to one', () => {
    fc.assert(
      fc.property(findings, (found) => {
        const hopeless = found.quality < 0.4 || found.technical < 0.8;
        expect(decide(found).decision === 'reject').toBe(hopeless);
        expect(decide(found).reason).not.toBe('');
      }),
    );
  });
});

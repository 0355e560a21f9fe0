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
  scenes: fc.uniqueArray(fc.nat(11), { maxLength: 4 }),
  repairsLeft: fc.nat(2),
  repairMicros: amount,
});
const broken = { preset: 'quick_social', quality: 0.9, technical: 0.75, costMicros: micros(40) } as const;
const repairable = {
  ...broken,
  budgetMicros: micros(100),
  scenes: [2],
  repairsLeft: 1,
  repairMicros: micros(60),
};

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

  it('has single scenes made again before it refuses a film for them', () => {
    expect(decide(repairable)).toMatchObject({ decision: 'repair', scenes: [2] });
  });

  it.each([
    ['so often only', { repairsLeft: 0 }],
    ['within the budget only', { repairMicros: micros(61) }],
    ['only where scenes are to blame', { scenes: [] }],
  ])('has scenes made again %s', (_, but) => {
    expect(decide({ ...repairable, ...but })).toMatchObject({ decision: 'reject', scenes: [] });
  });

  it('makes nothing again of a film that is good enough, and never beyond the budget', () => {
    fc.assert(
      fc.property(findings, (found) => {
        if (decide(found).decision !== 'repair') return;
        expect(found.quality >= approvalBar(found.preset) && found.technical >= 0.8).toBe(false);
        expect(found.costMicros + found.repairMicros).toBeLessThanOrEqual(found.budgetMicros);
      }),
    );
  });

  it('rejects what no person need look at, and leaves the rest to one', () => {
    fc.assert(
      fc.property(findings, (found) => {
        const hopeless = found.quality < 0.4 || found.technical < 0.8;
        expect(decide({ ...found, repairsLeft: 0 }).decision === 'reject').toBe(hopeless);
        expect(decide(found).reason).not.toBe('');
      }),
    );
  });
});

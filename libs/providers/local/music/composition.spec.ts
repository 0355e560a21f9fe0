import fc from 'fast-check';
import { MOODS } from '../../ports/index.js';
import { compose } from './composition.js';
import { formOf } from './form.js';
import { chordOf, SCALES, voicing } from './harmony.js';
import { STYLES } from './moods.js';

const request = fc
  .record({
    mood: fc.constantFrom(...MOODS),
    durationSec: fc.double({ min: 5, max: 182, noNaN: true }),
    seed: fc.nat(),
    cuts: fc.array(fc.double({ min: 0.02, max: 0.98, noNaN: true }), { maxLength: 6 }),
  })
  .map(({ cuts, ...rest }) => ({
    ...rest,
    accentsSec: cuts.map((cut) => cut * rest.durationSec).sort((a, b) => a - b),
  }));

const TUNED = new Set(['pad', 'strings', 'piano', 'pluck', 'marimba', 'bell', 'staccato', 'bass']);

describe('compose', () => {
  it('stays in one key (with its leading note), in range, and within the piece', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { mode } = STYLES[asked.mood];
        const { notes, endSec } = compose(asked);
        const tuned = notes.filter(({ instrument }) => TUNED.has(instrument));
        const tonic =
          (tuned.filter(({ instrument, atSec }) => instrument === 'bass' && atSec === endSec)[0]?.pitch ??
            0) % 12;
        const allowed = new Set([...SCALES[mode], 11].map((step) => (tonic + step) % 12));
        const wrong = tuned.filter(
          ({ pitch, gain, atSec }) =>
            !allowed.has(pitch % 12) ||
            pitch < 33 ||
            pitch > 96 ||
            gain > 0.6 ||
            atSec < 0 ||
            atSec >= asked.durationSec,
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('ends on the tonic chord and leaves it time to ring', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { notes, endSec } = compose(asked);
        const style = STYLES[asked.mood];
        const bass = notes.filter(({ instrument, atSec }) => instrument === 'bass' && atSec === endSec);
        expect(bass).toHaveLength(1);
        const root = (bass[0]?.pitch ?? 0) % 12;
        const chord = notes.filter(({ instrument, atSec }) => instrument === style.pad && atSec === endSec);
        const steps = new Set(chord.map(({ pitch }) => (pitch - root + 120) % 12));
        for (const step of [0, style.mode === 'major' ? 4 : 3, 7]) expect(steps.has(step)).toBe(true);
        expect(asked.durationSec - endSec).toBeGreaterThanOrEqual(0.9);
        expect(asked.durationSec - endSec).toBeLessThanOrEqual(3.7);
      }),
      { numRuns: 50 },
    );
  });

  it('marks the accents to the instant', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { notes, endSec, beatSec } = compose(asked);
        for (const accent of asked.accentsSec) {
          if (accent <= 0.3 || accent >= endSec - beatSec / 2) continue;
          const there = new Set(
            notes.filter(({ atSec }) => atSec === accent).map(({ instrument }) => instrument),
          );
          expect(there.has('bell') && there.has('cymbal')).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('builds up: twice as full before the end as at the beginning', () => {
    for (const mood of MOODS) {
      const { notes } = compose({ mood, durationSec: 30, accentsSec: [], seed: 3 });
      const fullness = (from: number, to: number) =>
        notes.filter(({ atSec }) => atSec >= from && atSec < to).reduce((sum, { gain }) => sum + gain, 0) /
        (to - from);
      expect(fullness(18, 26)).toBeGreaterThan(1.6 * fullness(0, 5));
    }
  });

  it('is the same for the same seed, and another one for another', () => {
    const piece = (seed: number) => compose({ mood: 'warm', durationSec: 20, accentsSec: [5], seed });
    expect(piece(4)).toEqual(piece(4));
    expect(piece(4)).not.toEqual(piece(5));
  });
});

describe('formOf', () => {
  it('keeps to the tempo and brings the cuts near beats where it can', () => {
    const accents = [4.1, 7.77, 11.2];
    const { beatSec, bars, barSec, endSec } = formOf(15, [92, 110], accents);
    expect(bars * barSec).toBeCloseTo(endSec, 9);
    expect(60 / beatSec).toBeGreaterThanOrEqual(92);
    expect(60 / beatSec).toBeLessThanOrEqual(110);
    const off = accents.map((at) => Math.abs(at / beatSec - Math.round(at / beatSec)));
    expect(off.reduce((a, b) => a + b, 0) / off.length).toBeLessThan(0.25);
  });
});

describe('voicing', () => {
  it('moves the voices little from chord to chord', () => {
    const steps = MOODS.flatMap((mood) => {
      const { mode, colour, progressions, tonics } = STYLES[mood];
      return tonics.flatMap((tonic) =>
        progressions.flatMap((progression) => {
          const chords = [...progression, ...progression].map((numeral) =>
            chordOf(numeral, tonic, mode, colour),
          );
          const voicings: number[][] = [];
          for (const chord of chords) voicings.push(voicing(chord, voicings.at(-1) ?? null));
          return voicings
            .slice(1)
            .flatMap((notes, index) =>
              notes.map((note) =>
                Math.min(...(voicings[index] as number[]).map((other) => Math.abs(other - note))),
              ),
            );
        }),
      );
    });
    expect(Math.max(...steps)).toBeLessThanOrEqual(7);
    expect(steps.reduce((a, b) => a + b, 0) / steps.length).toBeLessThan(2);
  });
});

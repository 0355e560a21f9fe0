/** Second-order filter, normalised so that a0 is 1. Formulas: Robert Bristow-Johnson, Audio EQ Cookbook. */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

const BUTTERWORTH_Q = Math.SQRT1_2;

const angle = (sampleRate: number, hz: number, q: number) => {
  const w = (2 * Math.PI * Math.min(hz, sampleRate * 0.49)) / sampleRate;
  return { cos: Math.cos(w), alpha: Math.sin(w) / (2 * q) };
};

export function lowPass(sampleRate: number, hz: number, q = BUTTERWORTH_Q): Biquad {
  const { cos, alpha } = angle(sampleRate, hz, q);
  return normalise((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
}

export function highPass(sampleRate: number, hz: number, q = BUTTERWORTH_Q): Biquad {
  const { cos, alpha } = angle(sampleRate, hz, q);
  return normalise((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
}

/** Raises (or lowers) the range around `hz` by `gainDb`. */
export function peak(sampleRate: number, hz: number, gainDb: number, q: number): Biquad {
  const { cos, alpha } = angle(sampleRate, hz, q);
  const a = 10 ** (gainDb / 40);
  return normalise(1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a);
}

export const lowShelf = (sampleRate: number, hz: number, gainDb: number) => shelf(sampleRate, hz, gainDb, 1);

export const highShelf = (sampleRate: number, hz: number, gainDb: number) =>
  shelf(sampleRate, hz, gainDb, -1);

/** `side` is 1 for a low shelf and -1 for a high shelf: the two differ in the sign of their odd terms. */
function shelf(sampleRate: number, hz: number, gainDb: number, side: 1 | -1): Biquad {
  const { cos, alpha } = angle(sampleRate, hz, BUTTERWORTH_Q);
  const a = 10 ** (gainDb / 40);
  const slope = 2 * Math.sqrt(a) * alpha;
  const c = side * cos;
  return normalise(
    a * (a + 1 - (a - 1) * c + slope),
    side * 2 * a * (a - 1 - (a + 1) * c),
    a * (a + 1 - (a - 1) * c - slope),
    a + 1 + (a - 1) * c + slope,
    side * -2 * (a - 1 + (a + 1) * c),
    a + 1 + (a - 1) * c - slope,
  );
}

const normalise = (b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): Biquad => ({
  b0: b0 / a0,
  b1: b1 / a0,
  b2: b2 / a0,
  a1: a1 / a0,
  a2: a2 / a0,
});

/** Filters what follows on from what it has filtered before, in place: one filter after the other. */
export class FilterChain {
  private readonly stages: { biquad: Biquad; z1: number; z2: number }[];

  constructor(...chain: Biquad[]) {
    this.stages = chain.map((biquad) => ({ biquad, z1: 0, z2: 0 }));
  }

  run(samples: Float32Array): Float32Array {
    for (const stage of this.stages) {
      const { b0, b1, b2, a1, a2 } = stage.biquad;
      let { z1, z2 } = stage;
      for (let i = 0; i < samples.length; i++) {
        const x = samples[i] as number;
        const y = b0 * x + z1;
        z1 = b1 * x - a1 * y + z2;
        z2 = b2 * x - a2 * y;
        samples[i] = y;
      }
      Object.assign(stage, { z1, z2 });
    }
    return samples;
  }
}

/** Filters the samples in place, one filter after the other. */
export const filter = (samples: Float32Array, ...chain: Biquad[]): Float32Array =>
  new FilterChain(...chain).run(samples);

import type { Biquad } from './biquad.js';

/** Blocks of 0.4 s, one begun every 0.1 s. */
const STEP_SEC = 0.1;
const STEPS_IN_BLOCK = 4;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

/** K-weighting at 48 kHz: the two filters that ITU-R BS.1770-4 prints. */
const K_WEIGHTING: readonly [Biquad, Biquad] = [
  {
    b0: 1.53512485958697,
    b1: -2.69169618940638,
    b2: 1.19839281085285,
    a1: -1.69065929318241,
    a2: 0.73248077421585,
  },
  { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 },
];

/** Integrated loudness in LUFS (ITU-R BS.1770-4, gated) of mono or stereo at 48 kHz; -Infinity for silence. */
export function integratedLoudness(channels: readonly Float32Array[]): number {
  const step = STEP_SEC * 48_000;
  const steps = new Float64Array(Math.floor((channels[0]?.length ?? 0) / step));
  for (const channel of channels) addEnergies(channel, steps, step);
  const powers: number[] = [];
  for (let i = 0; i + STEPS_IN_BLOCK <= steps.length; i++) {
    powers.push(steps.subarray(i, i + STEPS_IN_BLOCK).reduce((a, b) => a + b, 0) / (STEPS_IN_BLOCK * step));
  }
  const audible = powers.filter((power) => lufs(power) > ABSOLUTE_GATE);
  const gate = lufs(mean(audible)) + RELATIVE_GATE;
  return lufs(mean(audible.filter((power) => lufs(power) > gate)));
}

/** Weighs the channel and adds each step's energy; without a copy, as it may be long. */
function addEnergies(channel: Float32Array, steps: Float64Array, step: number): void {
  const [first, second] = K_WEIGHTING;
  let [a1, a2, b1, b2] = [0, 0, 0, 0];
  for (let k = 0; k < steps.length; k++) {
    let energy = 0;
    for (let i = k * step; i < (k + 1) * step; i++) {
      const x = channel[i] as number;
      const y = first.b0 * x + a1;
      a1 = first.b1 * x - first.a1 * y + a2;
      a2 = first.b2 * x - first.a2 * y;
      const z = second.b0 * y + b1;
      b1 = second.b1 * y - second.a1 * z + b2;
      b2 = second.b2 * y - second.a2 * z;
      energy += z * z;
    }
    steps[k] = (steps[k] as number) + energy;
  }
}

const lufs = (power: number) => (power > 0 ? -0.691 + 10 * Math.log10(power) : -Infinity);
const mean = (values: number[]) =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;

import { filter, type Biquad } from './biquad.js';

const BLOCK_SEC = 0.4;
const STEP_SEC = 0.1;
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
  const weighted = channels.map((channel) => filter(Float32Array.from(channel), ...K_WEIGHTING));
  const length = weighted[0]?.length ?? 0;
  const [block, step] = [BLOCK_SEC * 48_000, STEP_SEC * 48_000];
  const steps: number[] = [];
  for (let at = 0; at + step <= length; at += step) {
    let energy = 0;
    for (const channel of weighted)
      for (let i = at; i < at + step; i++) energy += (channel[i] as number) ** 2;
    steps.push(energy);
  }
  const powers: number[] = [];
  for (let i = 0; i + 4 <= steps.length; i++) {
    powers.push(steps.slice(i, i + 4).reduce((a, b) => a + b, 0) / block);
  }
  const audible = powers.filter((power) => lufs(power) > ABSOLUTE_GATE);
  const gate = lufs(mean(audible)) + RELATIVE_GATE;
  return lufs(mean(audible.filter((power) => lufs(power) > gate)));
}

const lufs = (power: number) => (power > 0 ? -0.691 + 10 * Math.log10(power) : -Infinity);
const mean = (values: number[]) =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;

import { FilterChain, type Biquad } from './biquad.js';

/** Blocks of 0.4 s, one begun every 0.1 s, which is so many samples. */
const STEP = 4_800;
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

/** One channel's weighted energy in steps of 0.1 s, as its samples come. */
class WeightedEnergy {
  private readonly weighting = new FilterChain(...K_WEIGHTING);
  private readonly steps: number[] = [];
  private missing = 0;
  private readonly scratch = new Float32Array(STEP);

  get whole(): readonly number[] {
    return this.missing === 0 ? this.steps : this.steps.slice(0, -1);
  }

  add(samples: Float32Array): void {
    for (let from = 0; from < samples.length;) {
      if (this.missing === 0) {
        this.steps.push(0);
        this.missing = STEP;
      }
      const part = this.scratch.subarray(0, Math.min(this.missing, samples.length - from));
      part.set(samples.subarray(from, from + part.length));
      this.weighting.run(part);
      let energy = 0;
      for (let i = 0; i < part.length; i++) energy += (part[i] as number) ** 2;
      this.steps[this.steps.length - 1] = (this.steps.at(-1) as number) + energy;
      this.missing -= part.length;
      from += part.length;
    }
  }
}

/** Integrated loudness of mono or stereo at 48 kHz (ITU-R BS.1770-4, gated), as the sound comes. */
export class LoudnessMeter {
  private channels: WeightedEnergy[] = [];

  add(channels: readonly Float32Array[]): void {
    if (this.channels.length === 0) this.channels = channels.map(() => new WeightedEnergy());
    channels.forEach((samples, index) => this.channels[index]?.add(samples));
  }

  /** In LUFS; -Infinity for silence. What is left of a step at the end does not count. */
  integrated(): number {
    const [first, ...others] = this.channels.map(({ whole }) => whole);
    const energies = (first ?? []).map((energy, k) =>
      others.reduce((sum, steps) => sum + (steps[k] ?? 0), energy),
    );
    const powers: number[] = [];
    for (let k = 0; k + STEPS_IN_BLOCK <= energies.length; k++) {
      powers.push(mean(energies.slice(k, k + STEPS_IN_BLOCK)) / STEP);
    }
    const audible = powers.filter((power) => lufs(power) > ABSOLUTE_GATE);
    const gate = lufs(mean(audible)) + RELATIVE_GATE;
    return lufs(mean(audible.filter((power) => lufs(power) > gate)));
  }
}

/** As `LoudnessMeter` has it, of all there is. */
export function integratedLoudness(channels: readonly Float32Array[]): number {
  const meter = new LoudnessMeter();
  meter.add(channels);
  return meter.integrated();
}

const lufs = (power: number) => (power > 0 ? -0.691 + 10 * Math.log10(power) : -Infinity);
const mean = (values: number[]) =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;

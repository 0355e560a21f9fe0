/** The linear gain of so many decibels. */
export const decibels = (db: number): number => 10 ** (db / 20);

export function peakOf(channels: readonly Float32Array[]): number {
  let peak = 0;
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) {
      const level = Math.abs(channel[i] as number);
      if (level > peak) peak = level;
    }
  }
  return peak;
}

/** Multiplies every sample, in place. */
export function amplify(channels: readonly Float32Array[], gain: number): void {
  for (const channel of channels)
    for (let i = 0; i < channel.length; i++) channel[i] = (channel[i] as number) * gain;
}

/** The limiter decides once in so many samples; six such blocks at 48 kHz are the 4 ms by which it looks ahead. */
const BLOCK = 32;
const AHEAD = 6;
const RELEASE_SEC = 0.09;

/**
 * Keeps every sample within ±`ceiling` without bending the wave: the gain, one for all channels, is down before the peak comes (the
 * lowest that the blocks ahead need, smoothed by an average as long) and returns slowly. It has to be shown all of the sound before
 * it can limit the beginning.
 */
export class Limiter {
  private readonly peaks: Float32Array;
  private gains: Float64Array | undefined;

  /** @param frames how long the sound is, in samples */
  constructor(
    frames: number,
    private readonly sampleRate: number,
    private readonly ceiling: number,
  ) {
    this.peaks = new Float32Array(Math.ceil(frames / BLOCK));
  }

  /** Shows it the part that begins with sample `from`. */
  measure(channels: readonly Float32Array[], from: number): void {
    const { peaks } = this;
    for (const channel of channels) {
      for (let i = 0; i < channel.length; i++) {
        const block = ((from + i) / BLOCK) | 0;
        const level = Math.abs(channel[i] as number);
        if (level > (peaks[block] as number)) peaks[block] = level;
      }
    }
  }

  /** @param gain by which all of the sound has been amplified since it was measured */
  prepare(gain = 1): void {
    const needed = Float64Array.from(this.peaks, (peak) => Math.min(1, this.ceiling / (peak * gain)));
    if (needed.every((one) => one === 1)) return;
    this.gains = smoothed(needed, Math.exp(-BLOCK / (RELEASE_SEC * this.sampleRate)));
  }

  /** Limits the part that begins with sample `from`, in place. */
  apply(channels: readonly Float32Array[], from: number): void {
    const { gains, ceiling } = this;
    if (gains === undefined) return;
    for (const channel of channels) {
      for (let i = 0; i < channel.length; i++) {
        const block = ((from + i) / BLOCK) | 0;
        const here = gains[block] as number;
        const gain = here + ((gains[block + 1] as number) - here) * (((from + i) % BLOCK) / BLOCK);
        const sample = (channel[i] as number) * gain;
        channel[i] = sample > ceiling ? ceiling : sample < -ceiling ? -ceiling : sample;
      }
    }
  }
}

/** Limits all of a sound, in place. */
export function limit(channels: readonly Float32Array[], sampleRate: number, ceiling: number): void {
  const limiter = new Limiter(channels[0]?.length ?? 0, sampleRate, ceiling);
  limiter.measure(channels, 0);
  limiter.prepare();
  limiter.apply(channels, 0);
}

/** Gains at the blocks' beginnings (and at the last one's end): nowhere higher than a block beside them needs. */
function smoothed(needed: Float64Array, release: number): Float64Array {
  const held = new Float64Array(needed.length + 1);
  let last = 1;
  for (let block = 0; block < held.length; block++) {
    last = Math.min(1 - (1 - last) * release, ...needed.subarray(Math.max(0, block - 1), block + AHEAD));
    held[block] = last;
  }
  return held.map((_, block) => {
    let sum = 0;
    for (let back = 0; back < AHEAD; back++) sum += held[Math.max(0, block - back)] as number;
    return sum / AHEAD;
  });
}

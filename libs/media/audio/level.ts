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
 * Keeps every sample within ±`ceiling`, in place, without bending the wave: the gain, one for all channels, is down before the
 * peak comes (the lowest that the blocks ahead need, smoothed by an average as long) and returns slowly.
 */
export function limit(channels: readonly Float32Array[], sampleRate: number, ceiling: number): void {
  const length = channels[0]?.length ?? 0;
  const needed = new Float64Array(Math.ceil(length / BLOCK)).fill(1);
  for (const channel of channels) {
    for (let i = 0; i < length; i++) {
      const level = Math.abs(channel[i] as number);
      const block = (i / BLOCK) | 0;
      if (level * (needed[block] as number) > ceiling) needed[block] = ceiling / level;
    }
  }
  if (needed.every((gain) => gain === 1)) return;

  const gains = smoothed(needed, Math.exp(-BLOCK / (RELEASE_SEC * sampleRate)));
  for (const channel of channels) {
    for (let block = 0; block < needed.length; block++) {
      const first = block * BLOCK;
      const slope = ((gains[block + 1] as number) - (gains[block] as number)) / BLOCK;
      for (let i = first; i < Math.min(first + BLOCK, length); i++) {
        const sample = (channel[i] as number) * ((gains[block] as number) + slope * (i - first));
        channel[i] = sample > ceiling ? ceiling : sample < -ceiling ? -ceiling : sample;
      }
    }
  }
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

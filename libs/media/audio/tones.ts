/** A partial of something struck or plucked: how high over the note, how loud, how fast (per second) it fades. */
export type Partial = readonly [ratio: number, level: number, decay: number];

const HIGHEST_HZ = 14_000;

/** Sums fading partials. Each is a two-multiply resonator instead of a sine and an exponential per sample. */
export function struckTone(
  sampleRate: number,
  hz: number,
  lengthSec: number,
  partials: readonly Partial[],
): Float32Array {
  const out = new Float32Array(Math.max(1, Math.round(lengthSec * sampleRate)));
  for (const [ratio, level, decay] of partials) {
    if (hz * ratio > HIGHEST_HZ) continue;
    const step = (2 * Math.PI * hz * ratio) / sampleRate;
    const shrink = Math.exp(-decay / sampleRate);
    const [forward, back] = [2 * shrink * Math.cos(step), -shrink * shrink];
    let [before, now] = [0, level * Math.sin(step)];
    for (let i = 0; i < out.length; i++) {
      out[i] = (out[i] as number) + now;
      const next = forward * now + back * before;
      before = now;
      now = next;
    }
  }
  return out;
}

/** Fades the beginning in and the end out, in place, over so many samples. */
export function fadeEdges(samples: Float32Array, attack: number, release: number): Float32Array {
  const [rise, fall] = [
    Math.min(samples.length, Math.round(attack)),
    Math.min(samples.length, Math.round(release)),
  ];
  for (let i = 0; i < rise; i++) samples[i] = (samples[i] as number) * smooth(i / rise);
  for (let i = 0; i < fall; i++) {
    const at = samples.length - 1 - i;
    samples[at] = (samples[at] as number) * smooth(i / fall);
  }
  return samples;
}

const smooth = (x: number) => x * x * (3 - 2 * x);

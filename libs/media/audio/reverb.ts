const LINES = 8;
/** Mutually prime lengths (samples at 48 kHz), so that the echoes do not pile up on one pitch. */
const LENGTHS = [1129, 1381, 1597, 1823, 2111, 2377, 2617, 2903];
const DIFFUSERS = [149, 211, 337, 491];
const DIFFUSION = 0.62;
const OUTPUT_GAIN = 0.35;

export interface ReverbOptions {
  /** Seconds until the tail has fallen by 60 dB. */
  decaySec: number;
  /** 0 (bright) to 1 (dark): how much faster high notes fade. */
  damping: number;
  /** Size of the room, 0.5 to 1.5. */
  size: number;
}

/**
 * A feedback delay network for 48 kHz (Jot and Chaigne, 1991): eight delay lines mixed by a Hadamard matrix, behind four
 * all-pass diffusers. Mono in, stereo out: adds the wet signal to `left` and `right`.
 */
export function reverberate(
  input: Float32Array,
  [left, right]: readonly [Float32Array, Float32Array],
  { decaySec, damping, size }: ReverbOptions,
): void {
  const lines = LENGTHS.map((length) => new Float32Array(Math.round(length * size)));
  const feedback = lines.map(({ length }) => 10 ** ((-3 * length) / (decaySec * 48_000)) / Math.sqrt(LINES));
  const at = new Int32Array(LINES);
  const faded = new Float64Array(LINES);
  const mixed = new Float64Array(LINES);
  const diffused = diffuse(input);
  const keep = damping * 0.7;

  for (let i = 0; i < input.length; i++) {
    for (let k = 0; k < LINES; k++) {
      const echo = (lines[k] as Float32Array)[at[k] as number] as number;
      mixed[k] = faded[k] = echo * (1 - keep) + (faded[k] as number) * keep;
    }
    left[i] = (left[i] as number) + heard(mixed, 0) * OUTPUT_GAIN;
    right[i] = (right[i] as number) + heard(mixed, 1) * OUTPUT_GAIN;
    hadamard(mixed);
    for (let k = 0; k < LINES; k++) {
      const line = lines[k] as Float32Array;
      const place = at[k] as number;
      line[place] = (diffused[i] as number) + (mixed[k] as number) * (feedback[k] as number);
      at[k] = place + 1 === line.length ? 0 : place + 1;
    }
  }
}

/** Every second line, with alternating signs: what the left (0) or right (1) ear hears. */
const heard = (lines: Float64Array, from: 0 | 1): number =>
  (lines[from] as number) -
  (lines[from + 2] as number) +
  (lines[from + 4] as number) -
  (lines[from + 6] as number);

function hadamard(values: Float64Array): void {
  for (let width = 1; width < LINES; width *= 2) {
    for (let k = 0; k < LINES; k++) {
      if ((k & width) !== 0) continue;
      const [a, b] = [values[k] as number, values[k + width] as number];
      values[k] = a + b;
      values[k + width] = a - b;
    }
  }
}

function diffuse(input: Float32Array): Float32Array {
  const out = Float32Array.from(input);
  for (const length of DIFFUSERS) {
    const memory = new Float32Array(length);
    let at = 0;
    for (let i = 0; i < out.length; i++) {
      const delayed = memory[at] as number;
      const x = (out[i] as number) - DIFFUSION * delayed;
      memory[at] = x;
      out[i] = delayed + DIFFUSION * x;
      at = at + 1 === length ? 0 : at + 1;
    }
  }
  return out;
}

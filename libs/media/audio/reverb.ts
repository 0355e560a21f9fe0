/** Eight mutually prime lengths (samples at 48 kHz), so that the echoes do not pile up on one pitch. */
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

/** Samples worked on at a time: fewer than the shortest line holds, so that a block's echoes are all in the lines already. */
const BLOCK = 256;

/** A delay line that loses its high notes, one pole at a time, and some of its level each time around. */
class Line {
  private readonly memory: Float32Array;
  private at = 0;
  private faded = 0;
  readonly echo = new Float32Array(BLOCK);

  constructor(
    length: number,
    private readonly feedback: number,
    private readonly keep: number,
  ) {
    this.memory = new Float32Array(length);
  }

  /** Fills `echo` with what comes out over the next `count` samples. */
  read(count: number): void {
    const { memory, echo, keep } = this;
    let [place, faded] = [this.at, this.faded];
    for (let i = 0; i < count; i++) {
      faded = (memory[place] as number) * (1 - keep) + faded * keep;
      echo[i] = faded;
      place = place + 1 === memory.length ? 0 : place + 1;
    }
    this.faded = faded;
  }

  /** Puts the input from `from` on, and what `echo` has become, where the block was read. */
  write(input: Float32Array, from: number, count: number): void {
    const { memory, echo, feedback } = this;
    let place = this.at;
    for (let i = 0; i < count; i++) {
      memory[place] = (input[from + i] as number) + (echo[i] as number) * feedback;
      place = place + 1 === memory.length ? 0 : place + 1;
    }
    this.at = place;
  }
}

/** An all-pass filter: smears what goes through it, without a colour of its own. */
class Diffuser {
  private readonly memory: Float32Array;
  private at = 0;

  constructor(length: number) {
    this.memory = new Float32Array(length);
  }

  run(samples: Float32Array): void {
    const { memory } = this;
    let { at } = this;
    for (let i = 0; i < samples.length; i++) {
      const delayed = memory[at] as number;
      const x = (samples[i] as number) - DIFFUSION * delayed;
      memory[at] = x;
      samples[i] = delayed + DIFFUSION * x;
      at = at + 1 === memory.length ? 0 : at + 1;
    }
    this.at = at;
  }
}

/**
 * A feedback delay network for 48 kHz (Jot and Chaigne, 1991): eight delay lines mixed by a Hadamard matrix, behind four
 * all-pass diffusers.
 */
export class Reverb {
  private readonly diffusers = DIFFUSERS.map((length) => new Diffuser(length));
  private readonly lines: readonly Line[];

  constructor({ decaySec, damping, size }: ReverbOptions) {
    this.lines = LENGTHS.map((length) => {
      const samples = Math.round(length * size);
      const feedback = 10 ** ((-3 * samples) / (decaySec * 48_000)) / Math.sqrt(LENGTHS.length);
      return new Line(samples, feedback, damping * 0.7);
    });
  }

  /** Mono in, stereo out: adds what is heard of `input` and of all before it to `left` and `right`, and leaves the input diffused. */
  add(input: Float32Array, [left, right]: readonly [Float32Array, Float32Array]): void {
    const { lines } = this;
    for (const diffuser of this.diffusers) diffuser.run(input);
    for (let from = 0; from < input.length; from += BLOCK) {
      const count = Math.min(BLOCK, input.length - from);
      lines.forEach((line, index) => {
        line.read(count);
        // The ears hear every second line each, with alternating signs.
        const gain = index % 4 < 2 ? OUTPUT_GAIN : -OUTPUT_GAIN;
        add(index % 2 === 0 ? left : right, from, line.echo, count, gain);
      });
      hadamard(lines, count);
      for (const line of lines) line.write(input, from, count);
    }
  }
}

function add(to: Float32Array, from: number, echo: Float32Array, count: number, gain: number): void {
  for (let i = 0; i < count; i++) to[from + i] = (to[from + i] as number) + gain * (echo[i] as number);
}

function hadamard(lines: readonly Line[], count: number): void {
  for (let width = 1; width < lines.length; width *= 2) {
    for (let k = 0; k < lines.length; k++) {
      if ((k & width) === 0)
        sumAndDifference((lines[k] as Line).echo, (lines[k + width] as Line).echo, count);
    }
  }
}

function sumAndDifference(first: Float32Array, second: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const a = first[i] as number;
    const b = second[i] as number;
    first[i] = a + b;
    second[i] = a - b;
  }
}

const FEEDBACK = 0.34;
const GAIN = 0.5;
const INTO_ROOM = 0.2;
/** How much brighter than the one before an echo can be: each is darker. */
const BRIGHTNESS = 0.35;

/** Echoes from ear to ear, each darker than the one before. */
export class PingPong {
  private readonly sides: readonly [Float32Array, Float32Array];
  private at = 0;
  private darkLeft = 0;
  private darkRight = 0;

  /** @param delay samples from one echo to the next */
  constructor(delay: number) {
    this.sides = [new Float32Array(delay), new Float32Array(delay)];
  }

  /** Adds what is heard of `input` and of all before it to the ears, and some of it to the room. */
  add(input: Float32Array, [left, right]: readonly [Float32Array, Float32Array], room: Float32Array): void {
    const [first, second] = this.sides;
    let { at, darkLeft, darkRight } = this;
    for (let i = 0; i < input.length; i++) {
      const heardLeft = first[at] as number;
      const heardRight = second[at] as number;
      darkLeft += BRIGHTNESS * (heardLeft - darkLeft);
      darkRight += BRIGHTNESS * (heardRight - darkRight);
      first[at] = (input[i] as number) + darkRight * FEEDBACK;
      second[at] = darkLeft;
      left[i] = (left[i] as number) + heardLeft * GAIN;
      right[i] = (right[i] as number) + heardRight * GAIN;
      room[i] = (room[i] as number) + (heardLeft + heardRight) * INTO_ROOM;
      at = at + 1 === first.length ? 0 : at + 1;
    }
    Object.assign(this, { at, darkLeft, darkRight });
  }
}

import type { Random } from '#libs/kernel';
import type { Form } from './form.js';
import type { Chord } from './harmony.js';
import type { Style } from './moods.js';

/** What the parts agree on. */
export interface Plan {
  style: Style;
  tonic: number;
  form: Form;
  energy: number[];
  /** A chord a bar, and the last one, home, after them. */
  chords: Chord[];
  voicings: number[][];
  random: Random;
}

import type { SKRSContext2D } from '@napi-rs/canvas';

/** The moment that a frame shows. */
export interface Moment {
  /** Seconds from the clip's start. */
  t: number;
  /** Share of the clip that has passed, 0 to 1. */
  share: number;
}

/** Draws its part of a frame. What does not change from frame to frame was drawn when the layer was made. */
export type Layer = (context: SKRSContext2D, at: Moment) => void;

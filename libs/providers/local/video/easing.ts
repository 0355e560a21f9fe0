/** Curves from 0 to 1 over 0 to 1 (Robert Penner's equations), and what goes with them. */
export const clamp01 = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);

export const lerp = (from: number, to: number, x: number): number => from + (to - from) * x;

/** How far a movement that starts at `start` and takes `duration` has come at `t`, 0 to 1. */
export const progress = (t: number, start: number, duration: number): number =>
  duration <= 0 ? (t >= start ? 1 : 0) : clamp01((t - start) / duration);

export const easeOutCubic = (x: number): number => 1 - (1 - x) ** 3;
export const easeInCubic = (x: number): number => x ** 3;
export const easeInOutCubic = (x: number): number => (x < 0.5 ? 4 * x ** 3 : 1 - (2 - 2 * x) ** 3 / 2);
export const easeOutQuint = (x: number): number => 1 - (1 - x) ** 5;

const OVERSHOOT = 1.5;

/** Runs past the end by about a tenth and comes back: a pop. */
export const easeOutBack = (x: number): number =>
  1 + (OVERSHOOT + 1) * (x - 1) ** 3 + OVERSHOOT * (x - 1) ** 2;

/** A wave of the given period in seconds, -1 to 1. */
export const wave = (t: number, periodSec: number, phase = 0): number =>
  Math.sin((t / periodSec) * 2 * Math.PI + phase);

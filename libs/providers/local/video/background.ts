import { createCanvas } from '@napi-rs/canvas';
import { mixColours, withAlpha } from './colour.js';
import { bitmap, glow } from './bitmap.js';
import { wave } from './easing.js';
import type { Film } from './film.js';
import type { Layer } from './moment.js';

/** How much larger than the frame the ground is, so that it can move, in u on each side. */
const OVERHANG = 6;
/** How often the lights move, in seconds: by a few pixels of something softer than that, so nobody sees the steps. */
const LIGHTS_SEC = 0.15;

/**
 * The far ground: a gradient and two large lights that wander. All of it is soft, so whole-pixel positions move
 * smoothly enough, and copying at whole pixels costs a tenth of resampling. Most frames copy the ground with its lights on.
 */
export function backgroundLayer(film: Film): Layer {
  const { stage, tones, camera } = film;
  const { width, height, u } = stage;
  const random = film.random('background');
  const hang = OVERHANG * u;
  const ground = bitmap(width + 2 * hang, height + 2 * hang, (context) => {
    const gradient = context.createLinearGradient(0, 0, width * 0.55, height + 2 * hang);
    gradient.addColorStop(0, tones.backgroundAlt);
    gradient.addColorStop(0.55, tones.background);
    gradient.addColorStop(1, mixColours(tones.background, tones.primaryTint, 0.5));
    context.fillStyle = gradient;
    context.fillRect(0, 0, width + 2 * hang, height + 2 * hang);
  });
  const size = Math.max(width, height) * 0.34;
  const lights = [
    { picture: glow(size, (alpha) => withAlpha(tones.primaryTint, alpha), 0.9), x: 0.12, y: 0.18 },
    { picture: glow(size * 0.9, (alpha) => withAlpha(tones.accentTint, alpha), 0.75), x: 0.9, y: 0.8 },
  ].map((light) => ({
    ...light,
    x: (light.x + (random.next() - 0.5) * 0.16) * width,
    y: (light.y + (random.next() - 0.5) * 0.16) * height,
    phase: random.next() * 2 * Math.PI,
  }));

  const lit = createCanvas(ground.width, ground.height);
  // What hides everything behind it is copied instead of blended.
  const onLit = lit.getContext('2d', { alpha: false });
  let litAt = -1;
  const light = (step: number): void => {
    const t = step * LIGHTS_SEC;
    onLit.drawImage(ground, 0, 0);
    for (const { picture, x, y, phase } of lights) {
      const left = x + wave(t, 11, phase) * 9 * u + hang - picture.width / 2;
      const top = y + wave(t, 8.5, phase + 1) * 7 * u + hang - picture.height / 2;
      onLit.drawImage(picture, Math.round(left), Math.round(top));
    }
    litAt = step;
  };

  return (context, at) => {
    // A frame lies on a step or after it, whatever was lost in dividing.
    const step = Math.floor(at.t / LIGHTS_SEC + 1e-6);
    if (step !== litAt) light(step);
    const view = camera.view(0.35, at);
    const shiftX = Math.max(-hang, Math.min(hang, view.x));
    const shiftY = Math.max(-hang, Math.min(hang, view.y));
    context.drawImage(lit, Math.round(shiftX - hang), Math.round(shiftY - hang));
  };
}

import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Graphics } from '../../ports/index.js';
import { clamp01, easeInCubic, easeOutQuint, progress, wave } from './easing.js';
import type { Moment } from './moment.js';
import { centreX, centreY, type Stage } from './stage.js';
import { exitsByWipe, entersByWipe, WIPE_SEC } from './transition.js';

/** How a layer at a depth is seen: 0 is the far ground, 1 the illustration, more is nearer than that. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

export interface Camera {
  view(depth: number, at: Moment): View;
  /** Draws with the layer's view set; things in front move more than things behind. */
  look(context: SKRSContext2D, depth: number, at: Moment, draw: () => void): void;
}

const ZOOM = 0.075;
/** In u, over the whole scene. */
const PAN = 9;
const DRIFT = 2.2;
/** How far the picture leans into a wipe, in u. */
const LEAN = 9;

export function createCamera(graphics: Graphics, stage: Stage, durationSec: number): Camera {
  const { u } = stage;
  const [middleX, middleY] = [centreX(stage.content), centreY(stage.content)];

  const lean = (t: number): number => {
    const entering = entersByWipe(graphics.position) ? 1 - easeOutQuint(progress(t, 0, WIPE_SEC * 3)) : 0;
    const leaving = exitsByWipe(graphics.position)
      ? easeInCubic(progress(t, durationSec - WIPE_SEC * 1.2, WIPE_SEC * 1.2))
      : 0;
    return (entering - leaving) * LEAN * u;
  };

  const view = (depth: number, { t, share }: Moment): View => {
    const travel = clamp01(share) - 0.5;
    let [x, y, zoom] = [0, 0, 0];
    switch (graphics.camera) {
      case 'push-in':
        zoom = ZOOM * clamp01(share);
        break;
      case 'pull-out':
        zoom = ZOOM * (1 - clamp01(share));
        break;
      case 'pan-left':
        x = travel * PAN * u;
        break;
      case 'pan-right':
        x = -travel * PAN * u;
        break;
      case 'drift':
        x = wave(t, 9) * DRIFT * u;
        y = wave(t, 7, 1) * DRIFT * 0.6 * u;
        break;
    }
    // A breath of movement even where the camera only zooms.
    y += wave(t, 6.5) * 0.35 * u;
    const push = lean(t);
    if (stage.shape === 'wide') x += push;
    else y += push;
    const scale = 1 + zoom * depth;
    return {
      scale,
      x: x * depth + middleX * (1 - scale),
      y: y * depth + middleY * (1 - scale),
    };
  };

  return {
    view,
    look: (context, depth, at, draw) => {
      const { x, y, scale } = view(depth, at);
      context.save();
      context.transform(scale, 0, 0, scale, x, y);
      draw();
      context.restore();
    },
  };
}

import { createCanvas, type Canvas, type Image, type SKRSContext2D } from '@napi-rs/canvas';

/** Draws once what many frames show: copying a bitmap costs a fraction of drawing it again. */
export function bitmap(width: number, height: number, draw: (context: SKRSContext2D) => void): Canvas {
  const canvas = createCanvas(Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height)));
  draw(canvas.getContext('2d'));
  return canvas;
}

/** Draws a picture about its middle, turned (radians) and scaled. */
export function drawCentred(
  context: SKRSContext2D,
  picture: Canvas | Image,
  {
    x,
    y,
    scale = 1,
    turn = 0,
    alpha = 1,
  }: { x: number; y: number; scale?: number; turn?: number; alpha?: number },
): void {
  if (scale <= 0.001 || alpha <= 0.001) return;
  context.save();
  context.translate(x, y);
  if (turn !== 0) context.rotate(turn);
  context.scale(scale, scale);
  context.globalAlpha *= alpha;
  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
  context.restore();
}

/** A soft round light that fades to nothing at its rim. */
export function glow(radius: number, colour: (alpha: number) => string, strength: number): Canvas {
  return bitmap(radius * 2, radius * 2, (context) => {
    const gradient = context.createRadialGradient(radius, radius, 0, radius, radius, radius);
    // A cosine falls off without the visible rim that a straight line has.
    for (let stop = 0; stop <= 8; stop++) {
      gradient.addColorStop(stop / 8, colour(strength * (0.5 + 0.5 * Math.cos((stop / 8) * Math.PI))));
    }
    context.fillStyle = gradient;
    context.fillRect(0, 0, radius * 2, radius * 2);
  });
}

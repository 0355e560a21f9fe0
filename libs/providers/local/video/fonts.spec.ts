import { createCanvas } from '@napi-rs/canvas';
import { font, registerFonts, WEIGHTS } from './fonts.js';

function ink(letter: string, weight: (typeof WEIGHTS)[number]): string {
  const canvas = createCanvas(64, 64);
  const context = canvas.getContext('2d');
  context.font = font(weight, 40);
  context.fillText(letter, 8, 48);
  return canvas.data().toString('base64');
}

describe('fonts', () => {
  const letters = [...'éßčłőŽЖЩЇΩψảệữ日本カひ€“—%'];

  it.each(WEIGHTS)('have a shape of its own for every letter, weight %i', (weight) => {
    registerFonts(letters);
    // U+FFFE is no character: whatever is drawn for it is what a missing letter looks like.
    const shapes = ['\ufffe', ' ', ...letters].map((letter) => ink(letter, weight));
    expect(new Set(shapes.slice(1)).size).toBe(letters.length + 1);
    expect(shapes.slice(2)).not.toContain(shapes[0]);
  });
});

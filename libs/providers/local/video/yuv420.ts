import { readFileSync } from 'node:fs';
import { wasm } from '../wasm.js';

interface Program {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
  /** All but width and rows are addresses. */
  convert(rgba: number, width: number, rows: number, y: number, u: number, v: number): void;
}

const PAGE_BYTES = 65_536;
/** Few enough that they stay in the processor's cache between being copied and being converted. */
const STRIP_ROWS = 16;

/**
 * Turns pictures of RGBA bytes into planar YUV 4:2:0 (BT.709, video range): all of Y, then U and V, each of them with half the width
 * and height. It takes less than half the time that ffmpeg takes for it, and what ffmpeg has to be given is three eighths as much.
 *
 * @returns a function whose next call overwrites the bytes that it has returned
 * @throws RangeError unless both sides are even and the width is at least 8
 */
export function yuvConverter(width: number, height: number): (rgba: Uint8Array) => Uint8Array {
  if (width % 2 !== 0 || height % 2 !== 0 || width < 8 || height < 2)
    throw new RangeError(`${width} × ${height}: both sides have to be even, and the width at least 8`);
  const program = new wasm.Module(readFileSync(new URL('./yuv420.wasm', import.meta.url)));
  const { memory, convert } = new wasm.Instance(program).exports as unknown as Program;
  const rowBytes = 4 * width;
  const y = STRIP_ROWS * rowBytes;
  const u = y + width * height;
  const v = u + (width * height) / 4;
  const end = v + (width * height) / 4;
  memory.grow(Math.ceil(end / PAGE_BYTES) - 1);
  const bytes = new Uint8Array(memory.buffer);
  const planes = bytes.subarray(y, end);

  return (rgba) => {
    for (let row = 0; row < height; row += STRIP_ROWS) {
      const rows = Math.min(STRIP_ROWS, height - row);
      bytes.set(rgba.subarray(row * rowBytes, (row + rows) * rowBytes));
      const chroma = (row * width) / 4;
      convert(0, width, rows, y + row * width, u + chroma, v + chroma);
    }
    return planes;
  };
}

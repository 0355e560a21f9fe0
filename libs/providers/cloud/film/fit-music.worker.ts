import { writeTrack } from '#libs/media/audio';
import { MUSIC_LEVEL } from '../../ports/index.js';
import { fitPiece } from './fit-piece.js';

export interface RawPiece {
  /** 32-bit floats, little-endian, left and right in turn. */
  interleaved: Uint8Array;
  frames: number;
  /** Of the WAVE file. */
  path: string;
}

export function work({ interleaved, frames, path }: RawPiece): boolean {
  const fitted = fitPiece(split(interleaved), frames);
  if (fitted !== null) writeTrack(path, frames, [fitted], MUSIC_LEVEL);
  return fitted !== null;
}

function split(bytes: Uint8Array): [Float32Array, Float32Array] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Math.floor(bytes.byteLength / 8);
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  for (let i = 0; i < length; i++) {
    left[i] = view.getFloat32(8 * i, true);
    right[i] = view.getFloat32(8 * i + 4, true);
  }
  return [left, right];
}

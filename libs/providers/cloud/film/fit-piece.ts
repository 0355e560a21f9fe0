import { decibels } from '#libs/media/audio';

const SAMPLE_RATE = 48_000;
const SILENCE = decibels(-50);
const OVERLAP_SEC = 1.5;
const FADE_IN_SEC = 0.02;
const FADE_OUT_SEC = 2.5;

type Stereo = [Float32Array, Float32Array];

/** Cuts or repeats a stereo piece at 48 kHz to so many samples, and fades its end; null for silence. */
export function fitPiece(piece: Stereo, frames: number): Stereo | null {
  const sounding = trimmed(piece);
  if (sounding === null) return null;
  const fitted = repeatTo(sounding, frames);
  fadeEdges(fitted);
  return fitted;
}

/** Without the silence before and after it; null where there is nothing else. */
function trimmed([left, right]: Stereo): Stereo | null {
  const sounds = (at: number): boolean =>
    Math.abs(left[at] as number) > SILENCE || Math.abs(right[at] as number) > SILENCE;
  let [start, end] = [0, left.length];
  while (start < end && !sounds(start)) start++;
  while (end > start && !sounds(end - 1)) end--;
  if (start === end) return null;
  return [left.subarray(start, end), right.subarray(start, end)];
}

/** The piece again and again, each time flowing over into the next at equal power. */
function repeatTo(piece: Stereo, frames: number): Stereo {
  const length = piece[0].length;
  const overlap = Math.min(Math.round(OVERLAP_SEC * SAMPLE_RATE), Math.floor(length / 4));
  return piece.map((channel) => {
    const out = new Float32Array(frames);
    for (let start = 0; start < frames; start += length - overlap) {
      for (let i = 0; i < length && start + i < frames; i++) {
        const rises = start > 0 && i < overlap ? Math.sin((Math.PI / 2) * (i / overlap)) : 1;
        const goesOn = start + length - overlap < frames && i >= length - overlap;
        const falls = goesOn ? Math.cos((Math.PI / 2) * ((i - length + overlap) / overlap)) : 1;
        out[start + i] = (out[start + i] as number) + (channel[i] as number) * rises * falls;
      }
    }
    return out;
  }) as Stereo;
}

function fadeEdges(channels: Stereo): void {
  const length = channels[0].length;
  const rise = Math.min(Math.round(FADE_IN_SEC * SAMPLE_RATE), length);
  const fall = Math.min(Math.round(FADE_OUT_SEC * SAMPLE_RATE), Math.floor(length / 3));
  for (const channel of channels) {
    for (let i = 0; i < rise; i++) channel[i] = (channel[i] as number) * (i / rise);
    for (let i = 0; i < fall; i++) {
      const at = length - 1 - i;
      channel[at] = (channel[at] as number) * 0.5 * (1 - Math.cos((Math.PI * i) / fall));
    }
  }
}

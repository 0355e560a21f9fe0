export interface Stretch {
  startSec: number;
  endSec: number;
}

/** Detectors end a stretch that reaches the end with the last frame's beginning, which is at most so long before it. */
const LAST_FRAME_SEC = 0.06;

/**
 * Reads what a detector of ffmpeg has logged of a part of a film. A stretch that lasts to the end of the part ends there, whether the
 * detector has said so or not.
 */
export function stretchesIn(
  log: string,
  name: 'black_' | 'freeze_' | 'silence_',
  { fromSec, toSec }: { fromSec: number; toSec: number },
): Stretch[] {
  const found: Stretch[] = [];
  let open: Stretch | undefined;
  for (const [, edge, time] of log.matchAll(new RegExp(`${name}(start|end): ?(-?[\\d.]+)`, 'g'))) {
    const at = fromSec + Math.max(0, Number(time));
    if (edge === 'start') found.push((open = { startSec: at, endSec: toSec }));
    // An end without a start is one picture: detectors tell of it where pictures last as long as what they look for.
    else if (open !== undefined) {
      if (at < toSec - LAST_FRAME_SEC) open.endSec = at;
      open = undefined;
    }
  }
  return found;
}

/** A stretch that goes on in the next part of the film is one. Of all, those that last at least so long, in order. */
export function joinStretches(parts: readonly (readonly Stretch[])[], minSec: number): Stretch[] {
  const joined: Stretch[] = [];
  for (const { startSec, endSec } of parts.flat()) {
    const last = joined.at(-1);
    if (last?.endSec === startSec) last.endSec = endSec;
    else joined.push({ startSec, endSec });
  }
  return joined.filter(({ startSec, endSec }) => endSec - startSec >= minSec);
}

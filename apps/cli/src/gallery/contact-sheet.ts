import { ffmpeg } from '#libs/media';

const COLUMNS = 4;
const ROWS = 3;
const CELL_WIDTH = { wide: 400, other: 260 };

/**
 * Frames at even distances over the whole film in one PNG, first to last from left to right and down.
 * @param durationSec the film's length; the first and last half step are left out, where a film fades. @throws MediaError
 */
export async function contactSheet(
  video: string,
  durationSec: number,
  sheet: string,
  signal: AbortSignal,
): Promise<void> {
  const step = durationSec / (COLUMNS * ROWS);
  const width = `if(gt(iw/ih,1.2),${CELL_WIDTH.wide},${CELL_WIDTH.other})`;
  const filter = [
    `fps=1/${step.toFixed(4)}:round=up:start_time=${(step / 2).toFixed(4)}`,
    `scale=w='${width}':h=-2`,
    `tile=${COLUMNS}x${ROWS}:padding=6:margin=6:color=white`,
  ].join(',');
  await ffmpeg(['-i', video, '-vf', filter, '-frames:v', '1', sheet], { signal });
}

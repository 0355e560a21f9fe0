/** One file of a list to join; its length is stated so that the next one starts exactly there. */
export interface ConcatPart {
  path: string;
  durationSec: number;
}

/**
 * The script of ffmpeg's concat demuxer for these parts. Paths are quoted as its manual asks ("Quoting and escaping").
 * @throws RangeError if a path has a line break, which the format can't hold.
 */
export const concatScript = (parts: readonly ConcatPart[]): string =>
  [
    'ffconcat version 1.0',
    ...parts.flatMap(({ path, durationSec }) => [
      `file ${quote(path)}`,
      `duration ${durationSec.toFixed(6)}`,
    ]),
    '',
  ].join('\n');

function quote(path: string): string {
  if (/[\r\n]/.test(path)) throw new RangeError('a path with a line break can not be joined');
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

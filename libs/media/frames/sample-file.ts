import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A picture as packed 8-bit RGB, row by row. */
export interface RgbFrame {
  atSec: number;
  width: number;
  height: number;
  data: Uint8Array;
}

/** The file of samples, read one frame at a time: minutes of film are dear in memory. Synchronous, for threads. */
export class SampleFile {
  private readonly file: number;
  private readonly size: number;
  /** When the frames that are there are shown, in seconds. */
  readonly atSec: readonly number[];

  /** A frame that is not whole is left out. */
  constructor(
    path: string,
    private readonly picture: { width: number; height: number; atSec: readonly number[] },
  ) {
    this.file = openSync(path, 'r');
    this.size = picture.width * picture.height * 3;
    this.atSec = picture.atSec.slice(0, Math.floor(fstatSync(this.file).size / this.size));
  }

  frame(index: number): RgbFrame {
    const data = new Uint8Array(this.size);
    readSync(this.file, data, 0, this.size, index * this.size);
    const { width, height } = this.picture;
    return { atSec: this.atSec[index] as number, width, height, data };
  }

  close(): void {
    closeSync(this.file);
  }
}

import { wasm, type WasmProgram } from '../wasm.js';

/** Memory for the one file that the program writes; doubled whenever it is full. */
class MemoryFile {
  private bytes = new Uint8Array(1 << 20);
  size = 0;

  write(at: number, data: Uint8Array): void {
    const end = at + data.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(data, at);
    this.size = Math.max(this.size, end);
  }

  read(at: number, length: number): Uint8Array {
    return this.bytes.subarray(at, Math.min(this.size, at + length));
  }
}

class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}

const BAD_FILE = 8;
const NO_SEEK = 29;
const ROOT = 3;
const FIRST_FILE = 4;
const HEADER_BYTES = 44;
const TERMINAL = 2;
const ALL_RIGHTS = 0x1fff_ffffn;
const SEEK_AND_TELL = 0x24n;
const TRUNCATE = 8;

/** What one run of the program gave: a line of output and a stretch of 16-bit samples for each utterance. */
export interface FliteRun {
  lines: string[];
  audio: Int16Array[];
}

/**
 * Runs the Flite program once, on a system made of memory alone: the 13 calls of WASI preview 1 that it imports, no file,
 * clock or environment of ours. `input` is its standard input; the audio file it writes is `/out`.
 *
 * @throws Error with what the program said, if it fails
 */
export async function runFlite(program: WasmProgram, args: string[], input: string): Promise<FliteRun> {
  const stdin = new TextEncoder().encode(input);
  const argv = ['flite', ...args].map((arg) => new TextEncoder().encode(`${arg}\0`));
  const file = new MemoryFile();
  const positions: number[] = [];
  const sizeAtLine: number[] = [];
  let [stdinAt, output, errors] = [0, '', ''];

  /** The buffer is asked for anew each time: it is another one after the program's memory has grown. */
  const view = () => new DataView(memory.buffer);
  const bytes = (at: number, length: number) => new Uint8Array(memory.buffer, at, length);
  /** Calls `each` for the buffers of a scatter or gather list until it falls short; answers with the bytes moved. */
  const eachBuffer = (list: number, count: number, moved: number, each: (buffer: Uint8Array) => number) => {
    let total = 0;
    for (let i = 0; i < count; i++) {
      const length = view().getUint32(list + 8 * i + 4, true);
      const done = each(bytes(view().getUint32(list + 8 * i, true), length));
      total += done;
      if (done < length) break;
    }
    view().setUint32(moved, total, true);
    return 0;
  };
  const position = (fd: number) => positions[fd - FIRST_FILE] as number;
  const move = (fd: number, to: number) => (positions[fd - FIRST_FILE] = to);

  const system = {
    args_sizes_get(count: number, size: number) {
      view().setUint32(count, argv.length, true);
      view().setUint32(
        size,
        argv.reduce((sum, arg) => sum + arg.length, 0),
        true,
      );
      return 0;
    },
    args_get(pointers: number, buffer: number) {
      argv.forEach((arg, index) => {
        view().setUint32(pointers + 4 * index, buffer, true);
        bytes(buffer, arg.length).set(arg);
        buffer += arg.length;
      });
      return 0;
    },
    clock_time_get(_clock: number, _precision: bigint, time: number) {
      view().setBigUint64(time, 0n, true);
      return 0;
    },
    fd_close: () => 0,
    /** The standard streams are a terminal, so that each line of output comes when it is printed. */
    fd_fdstat_get(fd: number, stat: number) {
      bytes(stat, 24).fill(0);
      view().setUint8(stat, fd < ROOT ? TERMINAL : fd);
      view().setBigUint64(stat + 8, fd < ROOT ? ALL_RIGHTS & ~SEEK_AND_TELL : ALL_RIGHTS, true);
      view().setBigUint64(stat + 16, ALL_RIGHTS, true);
      return 0;
    },
    fd_fdstat_set_flags: () => 0,
    fd_prestat_get(fd: number, stat: number) {
      if (fd !== ROOT) return BAD_FILE;
      view().setUint32(stat, 0, true);
      view().setUint32(stat + 4, 1, true);
      return 0;
    },
    fd_prestat_dir_name(_fd: number, path: number) {
      bytes(path, 1).set([47]);
      return 0;
    },
    path_open(
      _d: number,
      _f: number,
      _p: number,
      _n: number,
      flags: number,
      _r: bigint,
      _i: bigint,
      _s: number,
      fd: number,
    ) {
      if ((flags & TRUNCATE) !== 0) file.size = 0;
      positions.push(0);
      view().setUint32(fd, FIRST_FILE + positions.length - 1, true);
      return 0;
    },
    fd_read(fd: number, list: number, count: number, moved: number) {
      return eachBuffer(list, count, moved, (buffer) => {
        const from =
          fd === 0
            ? stdin.subarray(stdinAt, stdinAt + buffer.length)
            : file.read(position(fd), buffer.length);
        buffer.set(from);
        if (fd === 0) stdinAt += from.length;
        else move(fd, position(fd) + from.length);
        return from.length;
      });
    },
    fd_write(fd: number, list: number, count: number, moved: number) {
      return eachBuffer(list, count, moved, (buffer) => {
        if (fd === 1) {
          for (const byte of buffer) {
            output += String.fromCharCode(byte);
            if (byte === 10) sizeAtLine.push(file.size);
          }
        } else if (fd === 2) {
          errors += String.fromCharCode(...buffer);
        } else {
          file.write(position(fd), buffer);
          move(fd, position(fd) + buffer.length);
        }
        return buffer.length;
      });
    },
    fd_seek(fd: number, offset: bigint, whence: number, at: number) {
      if (fd < FIRST_FILE) return NO_SEEK;
      move(fd, ([0, position(fd), file.size][whence] as number) + Number(offset));
      view().setBigUint64(at, BigInt(position(fd)), true);
      return 0;
    },
    proc_exit(code: number) {
      throw new Exit(code);
    },
  };

  const instance = await wasm.instantiate(program, { wasi_snapshot_preview1: system });
  const memory = instance.exports.memory as { readonly buffer: ArrayBuffer };
  try {
    (instance.exports._start as () => void)();
  } catch (error) {
    if (!(error instanceof Exit && error.code === 0))
      throw new Error(`flite failed: ${errors.trim()}`, { cause: error });
  }
  // A line is printed just before its utterance is appended to the file.
  const audio = sizeAtLine.map((from, index) => {
    const data = file.read(from, (sizeAtLine[index + 1] ?? file.size) - from);
    return new Int16Array(data.slice().buffer);
  });
  return {
    lines: output.split('\n').slice(0, sizeAtLine.length),
    audio: file.size > HEADER_BYTES ? audio : [],
  };
}

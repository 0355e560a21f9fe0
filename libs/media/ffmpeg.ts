import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { execa } from 'execa';

const require = createRequire(import.meta.url);

/** A media program that ended badly; `stderr` holds all that it complained of. */
export class MediaError extends Error {
  override readonly name = 'MediaError';

  constructor(
    program: string,
    readonly stderr: string,
    options?: ErrorOptions,
    /** Undefined where the program could not be started or was killed: that says nothing about the media. */
    readonly exitCode?: number,
  ) {
    super(`${program} failed: ${stderr.trim().split('\n').slice(-3).join(' | ')}`, options);
  }
}

const OLDEST_SYSTEM_MAJOR = 5;

function systemProgram(name: 'ffmpeg' | 'ffprobe'): string | undefined {
  try {
    const banner = execFileSync(name, ['-version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const major = Number(/version n?(\d+)\./.exec(banner)?.[1] ?? 0);
    return major >= OLDEST_SYSTEM_MAJOR ? name : undefined;
  } catch {
    return undefined;
  }
}

const paths = new Map<string, string>();

/** The program to run: `FFMPEG_PATH`/`FFPROBE_PATH`, else a recent one of the system's, else the one from the npm package. */
export function programPath(name: 'ffmpeg' | 'ffprobe'): string {
  let path = paths.get(name);
  if (path === undefined) {
    const packaged = require(`@${name}-installer/${name}`) as { path: string };
    path = process.env[`${name.toUpperCase()}_PATH`] || systemProgram(name) || packaged.path;
    paths.set(name, path);
  }
  return path;
}

export interface MediaRunOptions {
  signal?: AbortSignal;
  cwd?: string;
}

/** Runs a media program to its end and returns what it wrote. Aborting kills it. @throws MediaError */
export async function runMedia(
  name: 'ffmpeg' | 'ffprobe',
  args: string[],
  options: MediaRunOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  const { stdout, stderr } = await run(name, args, options);
  return { stdout: text(stdout), stderr: text(stderr) };
}

const QUIET = ['-hide_banner', '-nostdin', '-nostats', '-y'];

/** Runs ffmpeg without questions or progress lines, overwriting its output. @throws MediaError */
export const ffmpeg = (args: string[], options?: MediaRunOptions) =>
  runMedia('ffmpeg', [...QUIET, ...args], options);

/** As `ffmpeg`, for an output that goes to `pipe:1` as bytes (at most 100 MB). @throws MediaError */
export async function ffmpegBytes(
  args: string[],
  options: MediaRunOptions = {},
): Promise<{ stdout: Uint8Array; stderr: string }> {
  const { stdout, stderr } = await run('ffmpeg', [...QUIET, ...args], options);
  return { stdout, stderr: text(stderr) };
}

async function run(
  name: 'ffmpeg' | 'ffprobe',
  args: string[],
  { signal, cwd }: MediaRunOptions,
): Promise<{ stdout: Uint8Array; stderr: Uint8Array }> {
  signal?.throwIfAborted();
  const result = await execa(programPath(name), args, {
    reject: false,
    stdin: 'ignore',
    encoding: 'buffer',
    stripFinalNewline: false,
    forceKillAfterDelay: 500,
    ...(signal && { cancelSignal: signal }),
    ...(cwd !== undefined && { cwd }),
  });
  signal?.throwIfAborted();
  if (result.failed) {
    const complaint = text(result.stderr) || String(result.message);
    throw new MediaError(name, complaint, { cause: result.cause }, result.exitCode);
  }
  return { stdout: result.stdout, stderr: result.stderr };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

export interface FfmpegBuild {
  version: string;
  licence: string;
}

let build: Promise<FfmpegBuild> | undefined;

/** Which ffmpeg made the files, and under what licence its build may be passed on. It is asked once. @throws MediaError */
export function ffmpegBuild(): Promise<FfmpegBuild> {
  build ??= askForBuild();
  build.catch(() => (build = undefined));
  return build;
}

async function askForBuild(): Promise<FfmpegBuild> {
  const { stdout } = await runMedia('ffmpeg', ['-version']);
  const gpl = stdout.includes('--enable-gpl');
  const third = stdout.includes('--enable-version3');
  return {
    version: /^ffmpeg version (\S+)/.exec(stdout)?.[1] ?? 'unknown',
    licence: gpl
      ? third
        ? 'GPL-3.0-or-later'
        : 'GPL-2.0-or-later'
      : third
        ? 'LGPL-3.0-or-later'
        : 'LGPL-2.1-or-later',
  };
}

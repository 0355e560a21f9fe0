import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { execa } from 'execa';

const require = createRequire(import.meta.url);

/** A media program that ended badly; `stderr` holds its last lines. */
export class MediaError extends Error {
  override readonly name = 'MediaError';

  constructor(
    program: string,
    readonly stderr: string,
    options?: ErrorOptions,
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
  { signal, cwd }: MediaRunOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  signal?.throwIfAborted();
  const result = await execa(programPath(name), args, {
    reject: false,
    stdin: 'ignore',
    forceKillAfterDelay: 500,
    ...(signal && { cancelSignal: signal }),
    ...(cwd !== undefined && { cwd }),
  });
  signal?.throwIfAborted();
  if (result.failed)
    throw new MediaError(name, result.stderr || String(result.message), { cause: result.cause });
  return { stdout: result.stdout, stderr: result.stderr };
}

/** Runs ffmpeg quietly, overwriting its output. @throws MediaError */
export const ffmpeg = (args: string[], options?: MediaRunOptions) =>
  runMedia('ffmpeg', ['-hide_banner', '-nostdin', '-y', ...args], options);

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AiprodClient, Artifact } from '#client';
import { AppError } from '#libs/kernel';

/** Downloads an artifact into a directory under its own name, and checks its content. Returns the path. */
export async function download(
  { artifacts }: Pick<AiprodClient, 'artifacts'>,
  artifact: Pick<Artifact, 'id' | 'name' | 'sha256'>,
  dir: string,
): Promise<string> {
  const path = resolve(dir, artifact.name);
  if (!path.startsWith(resolve(dir) + sep)) {
    throw new AppError('cli.bad_name', `The artifact's name "${artifact.name}" leads out of ${dir}`);
  }
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const hash = createHash('sha256');
  try {
    await pipeline(
      await artifacts.download(artifact.id),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part),
    );
    if (hash.digest('hex') !== artifact.sha256) {
      throw new AppError(
        'cli.bad_content',
        `${artifact.name} did not arrive as it was sent; run the command again`,
      );
    }
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return path;
}

import { createHash } from 'node:crypto';
import { resolve, sep } from 'node:path';
import type { AiprodClient, Artifact } from '#client';
import { AppError } from '#libs/kernel';
import { saveWhole } from '../api/save-whole.js';

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
  await saveWhole(checked(await artifacts.download(artifact.id), artifact), path);
  return path;
}

/** @throws AppError at the end of what is not what the artifact says */
async function* checked(
  content: AsyncIterable<Uint8Array>,
  { name, sha256 }: Pick<Artifact, 'name' | 'sha256'>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256)
    throw new AppError('cli.bad_content', `${name} did not arrive as it was sent; run the command again`);
}

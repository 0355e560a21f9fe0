import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { AppError } from '#libs/kernel';
import { filesOf, FORMAT_VERSION, MANIFEST_FILE, ManifestSchema, type Manifest } from '../domain/manifest.js';
import { damaged } from './seal.js';

const MAX_MANIFEST_BYTES = 64 * 1_024 * 1_024;

export interface ArchiveFile {
  path: string;
  content: AsyncIterable<Buffer>;
}

/**
 * Reads an archive from front to back; each file must be read or skipped before the next one.
 * @param use gets the manifest first, then every file that it names
 * @throws AppError `transfer.archive_damaged`, `transfer.unknown_format`
 */
export async function readArchive(
  path: string,
  use: {
    manifest(manifest: Manifest): Promise<void> | void;
    file(file: ArchiveFile, manifest: Manifest): Promise<void>;
  },
): Promise<Manifest> {
  const source = createReadStream(path);
  const tar = extract();
  source.on('error', (error) => tar.destroy(error));
  source.pipe(tar);
  let manifest: Manifest | undefined;
  let expected: ReturnType<typeof filesOf> = [];
  try {
    for await (const entry of tar) {
      const { name, size = 0, type } = entry.header;
      if (type !== 'file') throw damaged(`${name} is no file`);
      if (manifest === undefined) {
        if (name !== MANIFEST_FILE || size > MAX_MANIFEST_BYTES)
          throw damaged('it does not begin with its manifest');
        manifest = parseManifest((await buffer(entry)).toString());
        expected = filesOf(manifest);
        await use.manifest(manifest);
        continue;
      }
      const next = expected.shift();
      if (next === undefined && name === 'archive.sha256') {
        entry.resume();
        continue;
      }
      if (next?.path !== name || next.bytes !== size) throw damaged(`${name} is not what its manifest says`);
      await use.file({ path: name, content: checked(entry, next) }, manifest);
      entry.resume();
    }
  } finally {
    source.destroy();
  }
  if (manifest === undefined || expected.length > 0) throw damaged('files are missing');
  return manifest;
}

function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged('its manifest is no JSON');
  }
  const version = (json as { version?: unknown } | null)?.version;
  const parsed = ManifestSchema.safeParse(json);
  if (version !== FORMAT_VERSION || !parsed.success) {
    throw new AppError(
      'transfer.unknown_format',
      `The archive must be of format ${FORMAT_VERSION}; this one is of ${typeof version === 'number' ? version : 'another kind'}`,
      { class: 'input' },
    );
  }
  return parsed.data;
}

/** The content, which ends in an error where it does not have the hash that the manifest says. */
async function* checked(
  content: AsyncIterable<Buffer>,
  { path, sha256 }: { path: string; sha256: string },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) throw damaged(`${path} has another checksum`);
}

/** The lines of a file, without their ends. */
export async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const source = Readable.from(content);
  const lines = createInterface({ input: source, crlfDelay: Infinity });
  // An error of the source does not end the lines by itself.
  source.on('error', () => lines.close());
  yield* lines;
  if (source.errored) throw source.errored;
}

import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Agent, fetch } from 'undici';
import { probe } from '#libs/media';
import type { BlobRef, BlobStore } from '#libs/storage';
import { mediaTypeOf, SIGNATURE_BYTES, type MediaKind } from './media-kind.js';

const LARGEST_BYTES = 512 * 1024 * 1024;
const REDIRECTS = 3;
const SILENCE_MS = 30_000;
const WHOLE_MS = 10 * 60_000;

export interface Download {
  url: string;
  kind: MediaKind;
  /** The provider's address as it is set; beside it only https is followed. */
  baseUrl: string;
  /** Sent to `baseUrl`'s origin and to `hosts` alone, where the download must begin, but not to where it is redirected from there. */
  key?: { header: string; value: string; hosts: readonly string[] };
}

/** A file that a provider has made; `seconds` is null for a picture. */
export interface StoredMedia {
  blob: BlobRef;
  seconds: number | null;
}

const dispatcher = new Agent({ connections: 8, headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS });

/** Downloads a result, checks that it is what it should be, and keeps it. @throws Error without the address in it */
export async function download(
  source: Download,
  blobs: BlobStore,
  cancelled: AbortSignal,
): Promise<StoredMedia> {
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(WHOLE_MS)]);
  const folder = await mkdtemp(join(tmpdir(), 'aiprod-download-'));
  try {
    const path = join(folder, 'result');
    await pipeline(await openSource(source, signal), bounded, createWriteStream(path), { signal });
    return await keep(path, source.kind, blobs, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Keeps a file that has come, once it has been looked at. @throws Error where it is not of the kind, or can't be played */
export async function keep(
  path: string,
  kind: MediaKind,
  blobs: BlobStore,
  signal: AbortSignal,
): Promise<StoredMedia> {
  const mediaType = mediaTypeOf(kind, await startOf(path));
  if (mediaType === undefined) throw new Error(`the result is no ${kind} that can be used`);
  const seconds = kind === 'image' ? null : await playable(path, kind, signal);
  return { blob: await blobs.putFile(path, mediaType), seconds };
}

async function playable(path: string, kind: 'video' | 'audio', signal: AbortSignal): Promise<number> {
  const stream = (await probe(path, { signal }))[kind];
  if (stream === null || !(stream.durationSec > 0)) throw new Error(`the result has no ${kind}`);
  return stream.durationSec;
}

async function openSource(source: Download, signal: AbortSignal): Promise<Readable> {
  const base = new URL(source.baseUrl);
  let url = new URL(source.url);
  if (source.key !== undefined && !isTrusted(url, base, source.key.hosts)) {
    throw new Error('the result lies at an address that is not the provider’s');
  }
  for (let redirects = 0; redirects <= REDIRECTS; redirects++) {
    if (url.protocol === 'data:') return Readable.from([fromDataUrl(url.href)]);
    assertOutside(url, base);
    const response = await fetch(url, {
      dispatcher,
      redirect: 'manual',
      signal,
      headers: keyFor(url, base, source),
    });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = new URL(location, url);
      if (url.protocol === 'data:') throw new Error('the result is not on https');
      continue;
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`the download was answered with ${response.status}`);
    }
    return Readable.fromWeb(response.body);
  }
  throw new Error('the download is redirected again and again');
}

/** What a provider names must not lead to our own network. @throws Error */
function assertOutside({ protocol, hostname, origin }: URL, base: URL): void {
  if (origin === base.origin) return;
  if (protocol !== 'https:') throw new Error('the result is not on https');
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && hostname.includes('.');
  if (!named || /\.(local|internal|localhost)\.?$/.test(hostname))
    throw new Error('the result is not on the internet');
}

function keyFor(url: URL, base: URL, { key }: Download): Record<string, string> {
  return key !== undefined && isTrusted(url, base, key.hosts) ? { [key.header]: key.value } : {};
}

const isTrusted = (url: URL, base: URL, hosts: readonly string[]): boolean =>
  url.origin === base.origin || (url.protocol === 'https:' && hosts.includes(url.host));

function fromDataUrl(url: string): Buffer {
  const body = /^data:[^,]*;base64,(.*)$/s.exec(url)?.[1];
  if (body === undefined) throw new Error('the result is no base64');
  return Buffer.from(body, 'base64');
}

async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > LARGEST_BYTES) throw new Error('the result is too large');
    yield chunk;
  }
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

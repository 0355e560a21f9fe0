import type { Readable } from 'node:stream';

/** A stored file, addressed by its content. Small enough to pass between stages as JSON. */
export type BlobRef = {
  /** SHA-256 of the content, lower-case hex. */
  sha256: string;
  /** Bytes. */
  size: number;
  mediaType: string;
};

/** An inclusive byte range. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Content-addressed object storage: a blob never changes, and storing the same content twice stores it once. */
export abstract class BlobStore {
  /** Stores the file at `path` (which stays where it is). */
  abstract putFile(path: string, mediaType: string): Promise<BlobRef>;
  abstract putBytes(bytes: Uint8Array | string, mediaType: string): Promise<BlobRef>;
  /** Streams the content, or a part of it. @throws AppError `storage.not_found` */
  abstract open(ref: Pick<BlobRef, 'sha256'>, range?: ByteRange): Promise<Readable>;
  /** Bytes of the content; null where there is none. */
  abstract size(ref: Pick<BlobRef, 'sha256'>): Promise<number | null>;
  abstract readBytes(ref: Pick<BlobRef, 'sha256'>): Promise<Buffer>;
  /** A local file with the content, for programs that need a path. Read-only. @throws AppError `storage.not_found` */
  abstract localPath(ref: Pick<BlobRef, 'sha256'>): Promise<string>;
}

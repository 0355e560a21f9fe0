import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { AccessScope } from '#libs/auth';
import { AppError } from '#libs/kernel';
import { type ArtifactView, JobQueries } from '#libs/orchestration';
import { BlobStore } from '#libs/storage';
import type { HttpReply } from '../http/http.types.js';
import { parseRange } from './byte-range.js';
import { attachment } from './file-name.js';

/** What is told of content that is downloaded. */
export type StoredContent = Pick<ArtifactView, 'name' | 'sha256' | 'size' | 'mediaType' | 'createdAt'>;

/** Serves stored content. An artifact never changes, so its hash is its ETag and caches may keep it for good. */
@Injectable()
export class ArtifactDownloads {
  constructor(
    private readonly queries: JobQueries,
    private readonly blobs: BlobStore,
  ) {}

  /** Sets status and headers; the body, if any, is what is returned. @throws AppError, HttpError (bad range) */
  async serve(
    scope: AccessScope,
    id: string,
    request: IncomingHttpHeaders,
    reply: HttpReply,
  ): Promise<StreamableFile | undefined> {
    return this.serveContent(await this.queries.artifact(scope, id), request, reply);
  }

  /** As `serve`, of content that the caller may see. */
  async serveContent(
    artifact: StoredContent,
    request: IncomingHttpHeaders,
    reply: HttpReply,
  ): Promise<StreamableFile | undefined> {
    const etag = `"${artifact.sha256}"`;
    if (matches(request['if-none-match'], etag)) {
      describe(reply.status(304), artifact, etag);
      return undefined;
    }
    const sameContent = request['if-range'] === undefined || request['if-range'] === etag;
    const range = sameContent ? parseRange(request.range, artifact.size) : null;
    const headersAlone = reply.request.method === 'HEAD';
    const content = headersAlone
      ? await this.nothingOf(artifact)
      : await this.blobs.open(artifact, range ?? undefined);
    // From here on nothing fails, so that a problem never carries an artifact's headers.
    describe(reply, artifact, etag);
    if (range) {
      reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${artifact.size}`);
    }
    return new StreamableFile(content, {
      type: artifact.mediaType,
      disposition: attachment(artifact.name),
      length: range ? range.end - range.start + 1 : artifact.size,
    });
  }

  /** Instead of the content, which would be read to its end and thrown away. */
  private async nothingOf(artifact: StoredContent): Promise<Readable> {
    if ((await this.blobs.size(artifact)) !== null) return Readable.from([]);
    throw new AppError('storage.not_found', `The content of ${artifact.name} is not in the store any more`);
  }
}

function describe(reply: HttpReply, artifact: StoredContent, etag: string): void {
  reply
    .header('etag', etag)
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, max-age=31536000, immutable')
    .header('last-modified', new Date(artifact.createdAt).toUTCString());
}

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  ifNoneMatch.split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));

import type { Client } from 'openapi-fetch';
import { bodyOf, data } from './answers.js';
import type { Artifact, paths } from './schema.js';

/** Finished files. */
export class Artifacts {
  constructor(private readonly api: Client<paths>) {}

  async of(jobId: string): Promise<Artifact[]> {
    const { items } = await data(
      this.api.GET('/v1/jobs/{id}/artifacts', { params: { path: { id: jobId } } }),
    );
    return items;
  }

  /** The content, as it comes. Compare its SHA-256 with the artifact's. @param from the first byte that is wanted */
  async download(id: string, from = 0): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const { response } = await this.api.GET('/v1/artifacts/{id}', {
      params: { path: { id } },
      parseAs: 'stream',
      ...(from > 0 ? { headers: { range: `bytes=${from}-` } } : {}),
    });
    return bodyOf(response);
  }
}

import { z } from 'zod';
import { askJson, unexpected } from './ask-json.js';
import { crc32c } from './crc32c.js';
import { gcpToken } from './gcp-token.js';
import { SecretSource, SourceError } from './secret-source.js';
import type { SourcesConfig } from './sources.config.js';

const Version = z.object({
  payload: z.object({ data: z.base64(), dataCrc32c: z.string().regex(/^\d+$/).optional() }),
});

const WHO = 'Secret Manager';

/** Google Cloud's Secret Manager (`gcp:projects/<project>/secrets/<secret>/versions/<version>`), by its REST API. */
export class GcpSource extends SecretSource {
  override readonly scheme = 'gcp';
  override readonly form = /^projects\/[\w:.-]+\/secrets\/[\w-]+\/versions\/(?:latest|\d+|[\w-]+)$/;
  private token: Promise<string> | undefined;

  constructor(private readonly config: SourcesConfig) {
    super();
  }

  override async read(reference: string): Promise<string> {
    const { SECRET_MANAGER_URL, SECRET_SOURCE_TIMEOUT_MS: timeoutMs } = this.config;
    const url = `${SECRET_MANAGER_URL.replace(/\/+$/, '')}/v1/${reference}:access`;
    const headers = { authorization: `Bearer ${await this.authenticated()}` };
    const version = Version.safeParse(await askJson({ who: WHO, url, headers, timeoutMs }));
    if (!version.success) throw unexpected(WHO);
    const { data, dataCrc32c } = version.data.payload;
    const bytes = Buffer.from(data, 'base64');
    if (dataCrc32c !== undefined && Number(dataCrc32c) !== crc32c(bytes))
      throw new SourceError(`${WHO} has sent a secret that does not fit its checksum`, true);
    if (bytes.length === 0) throw new SourceError(`${WHO} has an empty secret there`);
    return bytes.toString('utf8').replace(/\r?\n$/, '');
  }

  private authenticated(): Promise<string> {
    this.token ??= gcpToken(this.config);
    this.token.catch(() => (this.token = undefined));
    return this.token;
  }
}

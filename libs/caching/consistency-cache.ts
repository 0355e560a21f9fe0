import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { parseFields } from '#libs/kernel';
import { CacheConnection } from './cache-connection.js';
import { CacheFigures } from './cache-figures.js';
import { CacheNames, digest } from './cache-names.js';
import { CachingConfig } from './caching.config.js';
import { fold, similarityTo } from './domain/similarity.js';

const MarkersSchema = z.object({
  style: z.string().max(2_000),
  lighting: z.string().max(2_000),
  characters: z.array(z.string().max(2_000)).max(50),
});
const RememberedSchema = z.object({ subject: z.string().min(1).max(2_000), markers: MarkersSchema });

/** What makes films on one subject look alike. */
export type ConsistencyMarkers = z.infer<typeof MarkersSchema>;

export interface Recollection {
  markers: ConsistencyMarkers;
  /** From 0.85 to 1: see `similarityTo`. */
  similarity: number;
}

/** Below this, two subjects are two subjects. */
const SIMILARITY_BAR = 0.85;
/** So many subjects are remembered for a tenant; then the one that was remembered longest ago goes. */
const SUBJECTS_PER_TENANT = 200;

/** Style, lighting and characters of a tenant's earlier jobs, for later ones on the same or nearly the same subject. */
@Injectable()
export class ConsistencyCache {
  private readonly names: CacheNames;
  private readonly ttlMs: number;

  constructor(
    private readonly connection: CacheConnection,
    config: CachingConfig,
    private readonly figures: CacheFigures,
  ) {
    this.names = new CacheNames(config.CACHE_PREFIX);
    this.ttlMs = config.CACHE_CONSISTENCY_TTL_SECONDS * 1_000;
  }

  /**
   * Remembers the markers for CACHE_CONSISTENCY_TTL_SECONDS from now, instead of earlier ones of the same subject.
   *
   * @returns whether they are remembered
   * @throws ValidationError where a text has more than 2,000 characters, the subject none, or there are more than 50 characters
   */
  async remember(
    tenantId: string,
    remembered: { subject: string; markers: ConsistencyMarkers },
  ): Promise<boolean> {
    const text = JSON.stringify(parseFields(RememberedSchema, remembered));
    const id = digest(fold(remembered.subject));
    const [expiry, content] = this.names.subjects(tenantId);
    const answer = await this.connection.run('remember', (client) =>
      client.cacheRemember(2, expiry, content, id, text, this.ttlMs, SUBJECTS_PER_TENANT),
    );
    return answer !== undefined;
  }

  /** The markers of the most similar subject that the tenant has had; null below the bar. */
  async recall(tenantId: string, subject: string): Promise<Recollection | null> {
    const texts = await this.connection.run('recall', (client) =>
      client.cacheRecall(2, ...this.names.subjects(tenantId)),
    );
    const best = mostSimilar(subject, (texts ?? []) as (string | null)[]);
    this.figures.count(
      tenantId,
      'consistency',
      texts === undefined ? 'unavailable' : best === null ? 'miss' : 'hit',
    );
    return best;
  }
}

function mostSimilar(subject: string, texts: (string | null)[]): Recollection | null {
  const similarityOf = similarityTo(subject);
  let best: Recollection | null = null;
  for (const text of texts) {
    const remembered = read(text);
    if (remembered === undefined) continue;
    const similarity = similarityOf(remembered.subject);
    if (similarity >= SIMILARITY_BAR && similarity > (best?.similarity ?? 0)) {
      best = { markers: remembered.markers, similarity };
    }
  }
  return best;
}

/** @returns undefined for what is not as it was written */
function read(text: string | null): z.infer<typeof RememberedSchema> | undefined {
  try {
    return RememberedSchema.safeParse(JSON.parse(text ?? 'null')).data;
  } catch {
    return undefined;
  }
}

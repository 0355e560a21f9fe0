import { Injectable } from '@nestjs/common';
import { PriceBook } from '#libs/costs';
import type { JsonObject, Usage } from '#libs/kernel';
import { DefiniteFailure, type EffectProgress, type EffectTicket } from '#libs/orchestration';
import { BlobStore, type BlobRef } from '#libs/storage';
import { CloudOperation } from '../cloud-operation.js';
import { limitsOf, type Limits } from '../limits.js';
import { MediaCloudConfig } from '../media.config.js';
import { providerFetch } from '../provider-fetch.js';
import { askAbout, askOnce, type Asking } from './ask-once.js';
import { download, type Download, type StoredMedia } from './download.js';

/** A download that keeps failing is given up after so many polls. */
const DOWNLOAD_TRIES = 12;
const ANSWER_MS = 60_000;
/** Larger pictures are not sent along: providers take data URLs of about 5 MB. */
const LARGEST_PICTURE = 3_500_000;

/** Errors of this machine's disk: the provider has done its part, and another one would not do better. */
const OUR_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EMFILE', 'ENFILE', 'EIO']);
const isOurs = (error: unknown): boolean =>
  OUR_ERRORS.has((error as { code?: string } | undefined)?.code ?? '');

/** What the provider has made and where it lies, and what that has cost. */
export interface Finished<R> {
  source: Omit<Download, 'baseUrl'>;
  /** Without the file: what is charged even if it never comes. */
  charged: Usage[];
  /** What is charged by the file itself, where the provider does not tell. */
  measured?: (media: StoredMedia) => Usage[];
  result: (media: StoredMedia, usage: Usage[]) => R;
}

/** Pictures, films and music: ordered, waited for, downloaded and kept. */
@Injectable()
export abstract class MediaOperation<Q extends JsonObject, R extends JsonObject> extends CloudOperation<
  Q,
  R
> {
  override readonly limits: Limits;
  /** As long as an answer may take; `generateContent` answers with the picture itself. */
  protected readonly answerMs: number = ANSWER_MS;
  /** Statuses beside 429 by which the provider says that it has not begun. */
  protected readonly overloaded: readonly number[] = [];
  private readonly transport = providerFetch({ connections: 16, silenceMs: 5 * ANSWER_MS });
  private readonly failedDownloads = new Map<string, number>();

  constructor(
    prices: PriceBook,
    protected override readonly config: MediaCloudConfig,
    blobs: BlobStore,
  ) {
    super(prices, config, blobs);
    this.limits = limitsOf(config);
  }

  protected abstract readonly baseUrl: string;

  /** One request of the SDK. @throws DefiniteFailure when it was refused or never left */
  protected ask<T>(ticket: EffectTicket, ask: (fetch: typeof globalThis.fetch) => Promise<T>): Promise<T> {
    return askOnce(this.asking(ticket), ask);
  }

  /** As `ask`; null where the provider does not know what is asked about. */
  protected askAbout<T>(
    ticket: EffectTicket,
    ask: (fetch: typeof globalThis.fetch) => Promise<T>,
  ): Promise<T | null> {
    return askAbout(this.asking(ticket), ask);
  }

  /** Brings home what is finished. What can't be downloaded is tried again at the next poll, and given up in the end. */
  protected async collect(
    externalId: string,
    { source, charged, measured, result }: Finished<R>,
    signal: AbortSignal,
  ): Promise<EffectProgress<R>> {
    let media: StoredMedia;
    try {
      media = await download({ ...source, baseUrl: this.baseUrl }, this.blobs, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (isOurs(error)) throw error;
      return this.downloadFailed(externalId, charged);
    }
    this.failedDownloads.delete(externalId);
    const usage = measured?.(media) ?? charged;
    return { status: 'done', result: result(media, usage), costMicros: this.charge(usage) };
  }

  protected failed(reason: string, charged: readonly Usage[]): EffectProgress<R> {
    return { status: 'failed', message: `${this.provider} ${reason}`, costMicros: this.charge(charged) };
  }

  /** The picture as a data URL. @throws DefiniteFailure where it is too large */
  protected async pictureUrl(image: BlobRef): Promise<string> {
    return `data:${image.mediaType};base64,${(await this.pictureBytes(image)).toString('base64')}`;
  }

  protected async pictureBytes(image: BlobRef): Promise<Buffer> {
    if (image.size <= LARGEST_PICTURE) return this.blobs.readBytes(image);
    throw new DefiniteFailure('provider.rejected', `The picture is too large for ${this.provider}`, {
      retryable: false,
    });
  }

  private asking(ticket: EffectTicket): Asking {
    const { provider, transport, answerMs: timeoutMs, overloaded } = this;
    return { provider, ticket, transport, timeoutMs, overloaded };
  }

  private downloadFailed(externalId: string, charged: readonly Usage[]): EffectProgress<R> {
    const failures = (this.failedDownloads.get(externalId) ?? 0) + 1;
    if (failures < DOWNLOAD_TRIES) {
      this.failedDownloads.set(externalId, failures);
      return { status: 'running' };
    }
    this.failedDownloads.delete(externalId);
    return this.failed('has made it, but it can’t be downloaded', charged);
  }
}

/** The id that an answer gives to the work. @throws Error where it gives none: then it is not known what has become of it */
export function named(provider: string, id: unknown): string {
  if (typeof id === 'string' && /^[\w./:-]{1,200}$/.test(id)) return id;
  throw new Error(`${provider} has given the work no id`);
}

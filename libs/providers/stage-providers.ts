import type { JsonObject } from '#libs/kernel';
import type { BlobStore } from '#libs/storage';
import type { CloudOperation } from './cloud/cloud-operation.js';
import { CloudFilm, type ClipSource } from './cloud/film/cloud-film.js';
import { CloudMusic, type MusicSource } from './cloud/film/cloud-music.js';
import type { Purchases } from './cloud/shared-purchases.js';
import { CloudSpeech, type VoiceSource } from './cloud/speech/cloud-speech.js';
import { CloudText, type TextCandidate } from './cloud/text/cloud-text.js';
import { EffectKeys } from './cloud/text/effect-keys.js';
import type { TenantMarket } from './market/tenant-market.js';
import type {
  MusicProvider,
  SoundProvider,
  SpeechProvider,
  TextProvider,
  VideoProvider,
} from './ports/index.js';
import type { Providers } from './providers.js';

/**
 * The providers in the hands of one stage. `asked` names who is asked, in this order, as the job's plan has it; whoever is not in the
 * cloud, or has no key, is passed over, and this machine comes last.
 */
export class StageProviders {
  private readonly keys = new EffectKeys();

  constructor(
    private readonly local: Providers,
    private readonly market: TenantMarket,
    private readonly purchases: Purchases,
    private readonly blobs: BlobStore,
  ) {}

  text(asked: readonly string[] = []): TextProvider {
    const sources = this.sources<TextCandidate>('text', asked);
    if (sources.length === 0) return this.local.text;
    return new CloudText(this.purchases, sources, this.local.text, this.keys);
  }

  speech(asked: readonly string[] = []): SpeechProvider {
    const sources = this.sources<VoiceSource>('speech', asked);
    if (sources.length === 0) return this.local.speech;
    return new CloudSpeech(this.purchases, sources, this.local.speech, this.blobs);
  }

  music(asked: readonly string[] = []): MusicProvider {
    const sources = this.sources<MusicSource>('music', asked);
    if (sources.length === 0) return this.local.music;
    return new CloudMusic(this.purchases, sources, this.local.music, this.blobs);
  }

  video(asked: readonly string[] = []): VideoProvider {
    const sources = this.sources<ClipSource>('video', asked);
    if (sources.length === 0) return this.local.video;
    return new CloudFilm(this.purchases, sources, this.local.video, this.blobs);
  }

  sound(): SoundProvider {
    return this.local.sound;
  }

  private sources<S extends CloudOperation<never, never> | CloudOperation<JsonObject, JsonObject>>(
    capability: 'text' | 'speech' | 'music' | 'video',
    asked: readonly string[],
  ): S[] {
    return this.market.operationsFor(capability, asked) as unknown as S[];
  }
}

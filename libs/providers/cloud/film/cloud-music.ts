import { MediaError } from '#libs/media';
import type { PaidOperation, Performed } from '#libs/orchestration';
import type { BlobStore } from '#libs/storage';
import { MusicProvider, type Mood, type MusicRequest, type MusicResult } from '../../ports/index.js';
import type { CloudOperation } from '../cloud-operation.js';
import type { MusicDelivery, MusicOrder } from '../requests.js';
import type { Purchases } from '../shared-purchases.js';
import { reasonToFallBack } from './falls-back.js';
import { fitMusic } from './fit-music.js';

export type MusicSource = CloudOperation<MusicOrder, MusicDelivery>;

/** Names the purchase in its stage. */
const KEY = 'music';

const PROMPTS: Readonly<Record<Mood, string>> = {
  upbeat: 'Upbeat instrumental pop, bright guitars and claps, 118 beats a minute, major key',
  warm: 'Warm acoustic instrumental, soft piano and strings, 88 beats a minute, major key',
  calm: 'Calm ambient instrumental, slow pads and gentle piano, 70 beats a minute',
  dramatic: 'Dramatic orchestral instrumental, low strings and drums, 96 beats a minute, minor key',
  playful: 'Playful instrumental, pizzicato strings and marimba, 112 beats a minute, major key',
  serious: 'Serious, restrained instrumental, piano and low strings, 76 beats a minute, minor key',
  inspiring: 'Inspiring cinematic instrumental, rising strings and piano, 100 beats a minute, major key',
};
const BACKGROUND = 'Even background music for a short film with a narrator, no vocals, no long intro.';

/**
 * Music of one stage by providers in the cloud, which can't be told to mark the moments of a film. Where all of them refuse, or none
 * may be paid, this machine composes and says so.
 */
export class CloudMusic extends MusicProvider {
  override readonly name = 'cloud-music';

  /** @param sources asked in this order */
  constructor(
    private readonly purchases: Purchases,
    private readonly sources: readonly MusicSource[],
    private readonly local: MusicProvider,
    private readonly blobs: BlobStore,
  ) {
    super();
  }

  /** @throws AppError `effect.ambiguous` where a piece may have been paid for and can't be found */
  override async compose(request: MusicRequest): Promise<MusicResult> {
    const bought = await this.buy(musicOrderFor(request));
    if (typeof bought === 'string') return this.composeHere(request, bought);
    const { audio, model, usage } = bought.result;
    const path = await this.blobs.localPath(audio);
    const fits = await fitMusic(path, request).catch((error: unknown) => {
      if (error instanceof MediaError) return false;
      throw error;
    });
    if (!fits) return this.composeHere(request, `${bought.provider}’s music can’t be used`);
    return { usage, by: `${bought.provider}/${model}`, downgraded: null };
  }

  /** @returns a sentence instead, where there is nothing to be bought */
  private async buy(order: MusicOrder): Promise<Performed<MusicDelivery> | string> {
    const [first, ...fallbacks] = this.sources.filter(({ configured }) => configured);
    if (first === undefined) return 'No provider of music is set up';
    try {
      const others = fallbacks as unknown as PaidOperation[];
      return await this.purchases.perform(first, order, { key: KEY, fallbacks: others });
    } catch (error) {
      const reason = reasonToFallBack(error);
      if (reason === null) throw error;
      return reason;
    }
  }

  private async composeHere(request: MusicRequest, downgraded: string): Promise<MusicResult> {
    return { ...(await this.local.compose(request)), downgraded };
  }
}

/** The same for the same request, so that a stage that runs again asks for what it has asked for before. */
const musicOrderFor = ({ mood, durationSec, seed }: MusicRequest): MusicOrder => ({
  prompt: `${PROMPTS[mood]}. ${BACKGROUND}`,
  seconds: Math.ceil(durationSec),
  seed,
});

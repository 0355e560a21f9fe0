import type { Capability, Offer } from '#libs/kernel';

const QUALITY = 0.7;

const local = (capability: Capability, provider: string, more: Partial<Offer> = {}): Offer => ({
  capability,
  provider,
  model: 'local',
  quality: QUALITY,
  local: true,
  seconds: null,
  aspects: [],
  languages: [],
  unavailable: null,
  ...more,
});

/** What this machine makes by itself. */
export const LOCAL_OFFERS: readonly Offer[] = [
  local('text', 'local-writer'),
  local('video', 'local-motion-graphics'),
  local('speech', 'flite', { languages: ['en'] }),
  local('music', 'local-composer'),
  local('sound', 'local-foley'),
];

/** Whether this machine did the work, so that no bill arrives for it. */
export const isLocal = (provider: string): boolean =>
  LOCAL_OFFERS.some((offer) => offer.provider === provider);

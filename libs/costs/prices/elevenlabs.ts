import { characterPrice, type Published } from './tokens.js';

const BY: Published = {
  provider: 'elevenlabs',
  source: 'https://elevenlabs.io/pricing/api',
  asOf: '2026-11-01',
};

/** November 2026: pay as you go. */
export const ELEVENLABS_PRICES = [
  characterPrice(BY, 'eleven_multilingual_v2', 100_000),
  characterPrice(BY, 'eleven_v3', 100_000),
  characterPrice(BY, 'eleven_flash_v2_5', 50_000),
];

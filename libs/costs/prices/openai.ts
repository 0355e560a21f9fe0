import { characterPrice, tokenPrices, type Published } from './tokens.js';

const BY: Published = {
  provider: 'openai',
  source: 'https://developers.openai.com/api/docs/pricing',
  asOf: '2026-11-01',
};

/**
 * November 2026: standard tier, prompts up to 272,000 tokens; longer ones are not sent. Of the image models, text that goes in and
 * pictures that come out.
 */
export const OPENAI_PRICES = [
  ...tokenPrices(BY, 'gpt-6.1-sol', 2_000_000, 10_000_000),
  ...tokenPrices(BY, 'gpt-6.1-terra', 1_000_000, 5_000_000),
  ...tokenPrices(BY, 'gpt-6-luna', 100_000, 500_000),
  ...tokenPrices(BY, 'gpt-5.6-luna', 200_000, 1_200_000),
  ...tokenPrices(BY, 'gpt-image-2.5-flare', 5_000_000, 30_000_000),
  ...tokenPrices(BY, 'gpt-image-2.5-sunburst', 5_000_000, 30_000_000),
  characterPrice(BY, 'tts-1', 15_000),
  characterPrice(BY, 'tts-1-hd', 30_000),
];

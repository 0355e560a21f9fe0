import { tokenPrices, type Published } from './tokens.js';

const BY: Published = {
  provider: 'gemini',
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  asOf: '2026-11-01',
};

/**
 * November 2026: paid tier, text and pictures in; thinking counts as output. 3.8 Flash stands at half its price until 31 December
 * 2026; from 2027 on it is 1,500,000 and 7,500,000.
 */
export const GEMINI_PRICES = [...tokenPrices(BY, 'gemini-3.8-flash', 750_000, 3_750_000)];

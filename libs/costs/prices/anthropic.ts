import { tokenPrices, type Published } from './tokens.js';

const BY: Published = {
  provider: 'anthropic',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  asOf: '2026-11-01',
};

/**
 * November 2026: standard rates, no caching, no batches. Haiku 5.5 costs so much for prompts up to 100,000 tokens; longer ones are
 * not sent.
 */
export const ANTHROPIC_PRICES = [
  ...tokenPrices(BY, 'claude-opus-5-5', 4_000_000, 20_000_000),
  ...tokenPrices(BY, 'claude-sonnet-5-5', 2_000_000, 10_000_000),
  ...tokenPrices(BY, 'claude-sonnet-5', 2_000_000, 10_000_000),
  ...tokenPrices(BY, 'claude-haiku-5-5', 100_000, 500_000),
  ...tokenPrices(BY, 'claude-haiku-4-5', 1_000_000, 5_000_000),
];

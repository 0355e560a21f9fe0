/** What a call used, in the unit that its price list counts, e.g. `{ unit: 'characters', quantity: 812 }`. */
export interface Usage {
  provider: string;
  model: string;
  unit: 'tokens_in' | 'tokens_out' | 'characters' | 'seconds' | 'images';
  quantity: number;
}

/** Every port's common part: who answers, and how to stop it. */
export interface ProviderCall {
  /** The same seed and request give the same answer wherever the provider can promise it. */
  seed: number;
  /** Aborting stops the work itself (threads, child processes, polling), not only the waiting. */
  signal: AbortSignal;
}

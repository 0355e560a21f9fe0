export type { Usage } from '#libs/kernel';

/** Every port's common part: how to repeat it, and how to stop it. */
export interface ProviderCall {
  /** The same seed and request give the same answer wherever the provider can promise it. */
  seed: number;
  /** Aborting stops the work itself (threads, child processes, polling), not only the waiting. */
  signal: AbortSignal;
}

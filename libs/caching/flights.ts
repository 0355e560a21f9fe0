import { unlessAborted } from './unless-aborted.js';

/** What came of somebody's work: the text of a value, or null where there is none to share. */
export type Landing<From> = { text: string; from: From } | null;

/** Work under way in this process by name, so that many callers cause it once. */
export class Flights<From> {
  private readonly underWay = new Map<string, Promise<Landing<From>>>();

  /**
   * Waits for the work of this name that is under way, and takes the next turn whenever that has left nothing to share: of the
   * waiting one leads, and the others go on waiting.
   *
   * @param lead does the work; whatever it throws is for its caller alone
   */
  async join<R>(
    name: string,
    signal: AbortSignal | undefined,
    lead: (land: (landing: Landing<From>) => void) => Promise<R>,
    share: (landing: NonNullable<Landing<From>>) => R,
  ): Promise<R> {
    for (;;) {
      signal?.throwIfAborted();
      const other = this.underWay.get(name);
      if (other === undefined) return this.lead(name, lead);
      const landing = await unlessAborted(other, signal);
      if (landing !== null) return share(landing);
    }
  }

  private async lead<R>(
    name: string,
    work: (land: (landing: Landing<From>) => void) => Promise<R>,
  ): Promise<R> {
    const { promise, resolve } = Promise.withResolvers<Landing<From>>();
    this.underWay.set(name, promise);
    let landing: Landing<From> = null;
    try {
      return await work((result) => (landing = result));
    } finally {
      this.underWay.delete(name);
      resolve(landing);
    }
  }
}

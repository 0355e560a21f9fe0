/** When a signing key signs and verifies, as milliseconds since 1970. */
export interface KeyTimes {
  kid: string;
  createdAt: number;
  signsFrom: number;
  /** Taken back before its time: from then on nothing that it has signed counts. */
  withdrawnAt: number | null;
}

/** For processes whose clocks or knowledge of the keys lag behind. */
const MARGIN_MS = 60_000;

/** The key to sign with: the one that has begun to sign last. */
export function signingKey<T extends KeyTimes>(keys: readonly T[], now: number): T | undefined {
  return inOrder(keys.filter((key) => key.withdrawnAt === null && key.signsFrom <= now)).at(-1);
}

/** Those that signed what may still be valid, or will sign soon: the rest has had its day. */
export function verifyingKeys<T extends KeyTimes>(keys: readonly T[], now: number, tokenTtlMs: number): T[] {
  const usable = inOrder(keys.filter((key) => key.withdrawnAt === null));
  return usable.filter((_, index) => {
    const successor = usable[index + 1];
    return successor === undefined || now < successor.signsFrom + tokenTtlMs + MARGIN_MS;
  });
}

/** Whether it is time for a new one; one that is already waiting for its turn is new enough. */
export function rotationIsDue(keys: readonly KeyTimes[], now: number, maxAgeMs: number): boolean {
  const newest = inOrder(keys.filter((key) => key.withdrawnAt === null)).at(-1);
  return newest === undefined || newest.signsFrom + maxAgeMs <= now;
}

const inOrder = <T extends KeyTimes>(keys: readonly T[]): T[] =>
  keys.toSorted((a, b) => a.signsFrom - b.signsFrom || (a.kid < b.kid ? -1 : 1));

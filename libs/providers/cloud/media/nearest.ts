/** The aspect ratio, of those that a provider makes, that loses least when it is cropped to the one that is wanted. */
export function nearestAspect<T extends string>(wanted: string, made: readonly [T, ...T[]]): T {
  const distance = (aspect: string): number => Math.abs(Math.log(ratioOf(aspect) / ratioOf(wanted)));
  return made.reduce((best, aspect) => (distance(aspect) < distance(best) - 1e-9 ? aspect : best));
}

/** Of `16:9` as of `1280:720`. */
export function ratioOf(aspect: string): number {
  const [width = NaN, height = NaN] = aspect.split(':').map(Number);
  const ratio = width / height;
  return ratio > 0 && Number.isFinite(ratio) ? ratio : 1;
}

/** The shortest length that is long enough, or the longest there is. Lengths in ascending order. */
export const nearestLength = <T extends number>(seconds: number, made: readonly [T, ...T[]]): T =>
  made.find((length) => length >= seconds - 1e-6) ?? (made.at(-1) as T);

/** Whole seconds within the bounds: what is begun counts as whole. */
export const wholeSeconds = (seconds: number, min: number, max: number): number =>
  Math.min(max, Math.max(min, Math.ceil(seconds - 1e-6)));

/** A prompt no longer than a provider reads, cut between characters. */
export const cutPrompt = (prompt: string, maxLength: number): string =>
  prompt.length <= maxLength ? prompt : prompt.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');

/** A seed of ours as the 32-bit number that providers take. */
export const seedOf = (seed: number): number => Math.abs(Math.trunc(seed)) % 2 ** 31;

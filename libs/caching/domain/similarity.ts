/** How often each feature occurs in a text. */
type TextVector = ReadonlyMap<string, number>;

/**
 * How much alike another text is, from 0 to 1: the cosine of the angle between the two texts' counts of words and of runs of three
 * characters, so that both a changed word and a changed ending tell. 1 for texts that are the same but for case, Unicode compatibility
 * forms and spacing; 0 for texts that share nothing. Two empty texts are the same.
 */
export function similarityTo(text: string): (other: string) => number {
  const vector = textVector(text);
  return (other) => cosine(vector, textVector(other));
}

/**
 * The text without case, compatibility forms and spacing. JavaScript has no case folding; by way of upper case ß meets ss and the Greek
 * sigmas meet.
 */
export const fold = (text: string): string =>
  text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replace(/\s+/g, ' ').trim();

function squares(vector: TextVector): number {
  let sum = 0;
  for (const count of vector.values()) sum += count * count;
  return sum;
}

function textVector(text: string): TextVector {
  const folded = fold(text);
  const counts = new Map<string, number>();
  const count = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const [word] of folded.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) count(`word ${word}`);
  // A space at each end makes the first and the last character count like those between words.
  const characters = [' ', ...folded, ' '];
  for (let at = 0; at + 3 <= characters.length; at++) count(characters.slice(at, at + 3).join(''));
  return counts;
}

function cosine(a: TextVector, b: TextVector): number {
  if (a.size === 0 || b.size === 0) return a.size === b.size ? 1 : 0;
  let dot = 0;
  for (const [feature, count] of a) dot += count * (b.get(feature) ?? 0);
  return Math.min(1, dot / Math.sqrt(squares(a) * squares(b)));
}

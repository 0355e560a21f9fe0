/** Languages written without spaces between words. */
const UNSPACED = new Set(['ja', 'zh', 'th', 'lo', 'km', 'my']);
/** Of these, the ones whose every character is as much to read as a syllable. */
const DENSE = new Set(['ja', 'zh']);

const OPENING_MARKS = /^[「『（【《〈〔［“‘([{]+$/u;

const base = (language: string) => language.slice(0, 2).toLowerCase();

export const isUnspaced = (language: string): boolean => UNSPACED.has(base(language));
export const isDense = (language: string): boolean => DENSE.has(base(language));

/**
 * The words of a text, with their punctuation: what a caption shows and a voice times. Where a language has no spaces they are
 * the dictionary's segments. `joinWords` puts the text together again (white space folded where the language has spaces).
 */
export function splitWords(text: string, language: string): string[] {
  if (!isUnspaced(language)) return text.split(/\s+/u).filter((word) => word !== '');
  const words: string[] = [];
  let opening = '';
  for (const { segment, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(
    text.trim(),
  )) {
    if (OPENING_MARKS.test(segment)) {
      opening += segment;
    } else if (isWordLike || opening !== '' || words.length === 0) {
      words.push(opening + segment);
      opening = '';
    } else {
      words.push(`${words.pop() as string}${segment}`);
    }
  }
  if (opening !== '') words.push(`${words.pop() ?? ''}${opening}`);
  return words;
}

export const joinWords = (words: readonly string[], language: string): string =>
  words.join(isUnspaced(language) ? '' : ' ');

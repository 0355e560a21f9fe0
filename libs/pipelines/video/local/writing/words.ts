/** Languages that put no spaces between words. */
const UNSPACED = new Set(['ja', 'zh', 'th']);

/** Words that a voice will say: what stands between spaces and has a letter or digit; for Japanese and Chinese, dictionary words. */
export function countWords(text: string, language: string): number {
  if (!UNSPACED.has(language)) return tokens(text).length;
  return wordsOf(text, language).length;
}

/** Word-like segments without their punctuation, in the language's own rules. */
export function wordsOf(text: string, language: string): string[] {
  const segments = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)];
  return segments.filter((s) => s.isWordLike).map((s) => s.segment);
}

/** A figure takes longer to say than to read: "$49.90" is four words in the mouth. */
export function spokenWeight(text: string, language: string): number {
  const digits = text.match(/\d/g)?.length ?? 0;
  return countWords(text, language) + 0.5 * Math.max(0, digits - 1);
}

export const isUnspaced = (language: string): boolean => UNSPACED.has(language);

const tokens = (text: string): string[] => text.split(/\s+/).filter((token) => /[\p{L}\p{N}]/u.test(token));

/** Lower-case, without accents: two spellings of one word compare equal. */
export const fold = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/œ/g, 'oe');

export const capitalise = (text: string): string =>
  // "iPhone" and "eBay" know better.
  /^[^\p{L}]*\p{Ll}+\p{Lu}/u.test(text)
    ? text
    : text.replace(
        /^([^\p{L}\p{N}]*)(\p{L})/u,
        (_all, before: string, letter: string) => before + letter.toLocaleUpperCase(),
      );

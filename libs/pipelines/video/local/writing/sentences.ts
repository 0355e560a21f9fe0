import nlp from 'compromise';
import { capitalise, isUnspaced } from './words.js';

const ABBREVIATION =
  /(?:^|[\s(])(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nr|vs|etc|e\.g|i\.e|approx|Inc|Ltd|Co|Jr|Sr|M|Mme|Mlle|p\. ?ex|Sra?|Dra?|Av|z\. ?B|bzw|ca|d\. ?h|usw|inkl|Str|a\.m|p\.m|\p{Lu})\.$/u;

/** The text's sentences, in order. A line break always ends one: list entries rarely have full stops. */
export function splitSentences(text: string, language: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => (language === 'en' ? english(line) : segmented(line, language)))
    .flatMap((sentence) => sentence.split(BEHIND_QUOTATION));
}

/** A quotation that ends with its own full stop is a sentence, whatever the next one says of it. */
const BEHIND_QUOTATION = /(?<=[.!?]["”»“])\s+(?=\p{Lu})/u;

const english = (line: string): string[] =>
  (nlp(line).sentences().out('array') as string[]).map((s) => s.trim()).filter((s) => s !== '');

function segmented(line: string, language: string): string[] {
  const sentences: string[] = [];
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(line)) {
    const last = sentences.at(-1);
    // "am 3. Mai" is a date, not two sentences.
    const ordinal = language === 'de' && /(?:^|\s)\d{1,2}\.$/.test(last ?? '');
    if (last !== undefined && (ordinal || ABBREVIATION.test(last)))
      sentences[sentences.length - 1] = `${last} ${segment.trim()}`;
    else sentences.push(segment.trim());
  }
  return sentences.filter((s) => s !== '');
}

/** A sentence as a careful writer would type it: capital first, one full stop last, nothing hanging on either end. */
export function finish(sentence: string, language: string): string {
  const stop = isUnspaced(language) ? '。' : '.';
  const body = calm(sentence)
    .trim()
    .replace(/^[\s,;:.!?)\]}、。・-]+/u, '')
    .replace(/[\s,;:、・([{-]+$/u, '')
    .replace(/([,;:])(?=[.!?]?$)/u, '');
  if (body === '') return '';
  const ended = /[.!?。！？][")」』]?$/u.test(body) ? body : `${body}${stop}`;
  const opened = language === 'es' ? openSpanish(ended) : ended;
  return capitalise(opened);
}

/** SHOUTING is set in ordinary letters; short words in capitals may be names and stay. */
function calm(text: string): string {
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  const loud = words.filter((word) => word === word.toLocaleUpperCase() && word !== word.toLocaleLowerCase());
  if (words.length < 4 || loud.length < words.length * 0.7) return text;
  return text.toLocaleLowerCase().replace(/(?<=[.!?]\s)\p{L}/gu, (letter) => letter.toLocaleUpperCase());
}

function openSpanish(sentence: string): string {
  if (/[¿¡]/.test(sentence)) return sentence;
  if (sentence.endsWith('?')) return `¿${sentence}`;
  return sentence.endsWith('!') ? `¡${sentence}` : sentence;
}

/** Without the mark that ends it: for a headline, or to stand inside another sentence. */
export const bare = (sentence: string): string =>
  sentence.replace(/[\s.。]+$/u, '').replace(/([!?])+$/u, '$1');

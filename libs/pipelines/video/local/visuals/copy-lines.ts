import { fold, wordsOf } from './words.js';

const MOST_ITEMS = 5;
const LONGEST_ITEM = 36;
const LONGEST_KICKER = 44;
const LONGEST_REST = 64;
const LONGEST_FACT = 60;

const AND = /\s+(?:and|&|und|et|y|e|ou|or|oder|o)\s+/iu;
/** What leads up to an enumeration: "You get fresh bread, …". */
const LEAD =
  /^.*?(?::\s*|\b(?:asked|gets?|offers?|offering|have|has|with|includes?|including|find|finds|needs?|brings?|serves?|serving|loves?|makes?|sells?|provides?|features?|like|such as|from|bietet|bieten|mit|findest|offrons|offre|avec|ofrecemos|ofrece|con|oferece|com)\s+)/iu;
const LITTLE_WORD =
  /^(?:it|a|an|the|our|your|some|also|then|ein|eine|der|die|das|une?|le|la|les|el|los|las)\s+/iu;
const ENDING = /[\s.,;:!?。、]+$/u;

export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?。！？])(?<!(?<!\d)\d{1,2}\.)\s*(?=[\p{Lu}\p{Lo}\p{N}"“¿¡]|$)/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Short lines for a list: an enumeration in the text, else its short sentences, else the scene's keywords. */
export function listItems(narration: string, keywords: readonly string[]): string[] {
  const enumerations = sentencesOf(narration).map(enumeration);
  const longest = enumerations.reduce((best, items) => (items.length > best.length ? items : best), []);
  if (longest.length >= 2) return longest.slice(0, MOST_ITEMS);
  const sentences = sentencesOf(narration)
    .map((sentence) => sentence.replace(ENDING, ''))
    .filter((sentence) => sentence.length <= LONGEST_ITEM);
  if (sentences.length >= 2) return sentences.slice(0, MOST_ITEMS);
  return keywords.slice(0, 3).map(capitalised);
}

/** What an enumeration is about: the words before its colon, where they are short enough for a headline. */
export function listTopic(narration: string): string {
  const [, topic = ''] = /(?:^|[.!?]\s)([^.:!?]{6,48}):\s/u.exec(narration) ?? [];
  return topic.trim();
}

/** The words before an enumeration's first entry: "He asked" of "He asked the owl, …"; empty where hardly any stand there. */
export function leadOf(narration: string, [first = '']: readonly string[]): string {
  const sentence = sentencesOf(narration).find((text) => fold(text).includes(fold(first))) ?? '';
  const at = fold(sentence).indexOf(fold(first));
  const lead = sentence
    .slice(0, Math.max(0, at))
    .trim()
    .replace(/\s+(?:a|an|the|le|la|les|el|los|las|der|die|das|den|une?|eine?n?)$/iu, '')
    .replace(/[:,]$/u, '');
  // "It has" says nothing.
  return lead.split(' ').length >= 2 && /\p{L}{4}/u.test(lead) && lead.length <= LONGEST_KICKER ? lead : '';
}

/** The entries of a sentence that names three or more things; none where it does not, or where one is too long. */
export function enumeration(sentence: string): string[] {
  const parts = sentence
    .replace(ENDING, '')
    .split(/[;、]\s*|,(?!\d)\s*/u)
    .flatMap((part, index, all) => (index === all.length - 1 ? part.split(AND) : [part]));
  if (parts.length < 3) return [];
  const [first = '', ...others] = parts;
  const colon = first.lastIndexOf(': ');
  const items = [colon > 0 ? first.slice(colon + 2) : first.replace(LEAD, ''), ...others].map((item) =>
    capitalised(
      item
        .replace(/^(?:(?:and|und|et|y|e|or|oder|ou)\s+|そして|と)/iu, '')
        .replace(LITTLE_WORD, '')
        .trim(),
    ),
  );
  return items.every((item) => item !== '' && item.length <= LONGEST_ITEM) ? items : [];
}

const URL_OR_PHONE =
  /(?:https?:\/\/|www\.)\S+|\b[\w-]+\.(?:com|org|net|io|dev|app|shop|de|fr|es|pt|eu|co)\b/iu;
const CALL =
  /^(?:come|visit|call|book|order|join|try|apply|sign|buy|download|get|discover|start|learn|reserve|subscribe|follow|register|shop|see|meet|drop|stop|find|grab|taste|plan|komm|kommt|besuch|besuchen|ruf|bestell|jetzt|mach|entdecke|bewirb|venez|visitez|appelez|commandez|rejoignez|essayez|decouvrez|reservez|inscrivez|ven|visita|visitanos|llama|pide|unete|prueba|descubre|reserva|venha|visite|ligue|peca|experimente|descubra)\b/u;

/** What the viewer is asked to do, short enough for a button; empty where the text asks nothing. */
export function callToAction(narration: string, headline: string): string {
  const clauses = sentencesOf(narration).flatMap((sentence) => [sentence, ...sentence.split(/[,;:–—]\s+/u)]);
  const fitting = clauses
    .map((clause) => clause.replace(ENDING, '').trim())
    .filter((clause) => clause.length <= LONGEST_KICKER && !sameWords(clause, headline));
  const asking = fitting.filter((clause) => CALL.test(fold(clause)) || URL_OR_PHONE.test(clause));
  return capitalised(asking.at(-1) ?? '');
}

/** The last card: what there is to say large, what to do on the button. Where the headline is the call itself, a fact before it comes up. */
export function closingCopy(narration: string, headline: string): { headline: string; kicker: string } {
  const kicker = callToAction(narration, headline);
  const call = callToAction(narration, '');
  const [fact] = sentencesOf(narration)
    .map((sentence) => sentence.replace(ENDING, ''))
    .filter(
      (sentence) =>
        sentence.length <= LONGEST_FACT && !sameWords(sentence, headline) && !sameWords(sentence, call),
    );
  if (kicker !== '' || fact === undefined || call === '' || !sameWords(call, headline))
    return { headline, kicker };
  return { headline: fact, kicker: call.replace(/^[¡¿]/u, '') };
}

/** What gives a thing its name: of "a little fox named Pim lost …", Pim is what the rest is about. */
const NAMED = /^(?:named|called|namens|nommée?|appelée?|llamad[oa])\s+(?=\p{Lu})/u;

/** What a sentence says of its headline: "Has approved a new tram line" of the council; empty where it begins otherwise. */
export function restOf(sentence: string, headline: string): string {
  const at = fold(sentence).indexOf(fold(headline));
  // An article may stand before it, nothing else.
  if (at < 0 || at > 4 || fold(sentence).length !== sentence.length) return '';
  const rest = sentence
    .slice(at + headline.length)
    .replace(/^[\s,;:–—]+/u, '')
    .replace(NAMED, '')
    .replace(ENDING, '');
  return rest.split(' ').length >= 3 && rest.length <= LONGEST_REST && !rest.includes('"')
    ? capitalised(rest)
    : '';
}

/** A short line under the headline that says something else than it: empty where there is none. */
export function kickerFrom(candidates: readonly string[], headline: string): string {
  const found = candidates
    .map((candidate) => candidate.replace(ENDING, '').trim())
    .find(
      (candidate) =>
        candidate !== '' && candidate.length <= LONGEST_KICKER && !sameWords(candidate, headline),
    );
  return capitalised(found ?? '');
}

/** Whether most words of one text are in the other: then it need not be said twice. */
function sameWords(one: string, other: string): boolean {
  const [a, b] = [new Set(wordsOf(one)), new Set(wordsOf(other))];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.max(1, Math.min(a.size, b.size)) > 0.6;
}

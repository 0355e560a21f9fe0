import { sentencesOf } from './copy-lines.js';

/** Two quantities of one thing at two times, as entries that a bar chart compares. */
export interface Comparison {
  headline: string;
  items: [string, string];
}

const AMOUNT = String.raw`(?:[$€£]\s?)?\d+(?:[.,]\d+)?(?:\s?(?:%|€|km|kg|GW|MW|TWh|million))?`;
const AGO = String.raw`(?:(?:\p{L}+|\d+) years ago|in \d{4}|vor (?:\p{L}+|\d+) Jahren|im Jahr \d{4}|il y a (?:\p{L}+|\d+) ans|en \d{4}|hace (?:\p{L}+|\d+) años)`;
const THEN = new RegExp(String.raw`^(${AGO}),?\s(.*?)(${AMOUNT})$`, 'iu');

const CHANGE =
  /\b(?:rose|risen|fell|fallen|grew|grown|dropped|increased|decreased|went|reduced?|cuts?|raised?|stieg|gestiegen|sank|gesunken|fiel|gefallen|senkt|passe|passé|tombe|tombé|baisse|monte|subió|bajó|cayó|pasó|redujo)/iu;
const FROM_TO = new RegExp(
  String.raw`(?:from|von|de|desde)\s(${AMOUNT})\s(?:to|auf|à|a|hasta)\s(${AMOUNT})`,
  'iu',
);
const BEFORE_AND_NOW: Record<string, [string, string]> = {
  en: ['Before', 'Now'],
  fr: ['Avant', 'Maintenant'],
  es: ['Antes', 'Ahora'],
  de: ['Vorher', 'Jetzt'],
};

/** What a scene compares: a quantity that changed, or one of old with what the brief says of the same thing today. */
export function comparisonIn(
  narration: string,
  headline: string,
  { text: brief, language }: { text: string; language: string },
): Comparison | undefined {
  for (const text of sentencesOf(narration)) {
    const sentence = text.replace(/[\s.!]+$/u, '');
    const found = changed(sentence, headline, language) ?? sinceThen(sentence, brief, language);
    if (found !== undefined) return found;
  }
  return undefined;
}

function changed(sentence: string, headline: string, language: string): Comparison | undefined {
  const [, from, to] = (CHANGE.test(sentence) ? FROM_TO.exec(sentence) : null) ?? [];
  const [before, now] = BEFORE_AND_NOW[language] ?? [];
  if (from === undefined || to === undefined || before === undefined) return undefined;
  const unit = unitOf(to);
  if (unit === '' || (unitOf(from) !== '' && unitOf(from) !== unit)) return undefined;
  // "from 48 to 20 %" names its unit once.
  const first = unitOf(from) === '' ? to.replace(/\d+(?:[.,]\d+)?/u, from) : from;
  return { headline, items: [`${before} ${first}`, `${now} ${to}`] };
}

function sinceThen(sentence: string, brief: string, language: string): Comparison | undefined {
  const [, when, middle, amount] = THEN.exec(sentence) ?? [];
  if (when === undefined || middle === undefined || amount === undefined) return undefined;
  for (const word of middle.match(/\p{L}{3,}/gu) ?? []) {
    const today = new RegExp(String.raw`(?<!\p{L})${word}:?\s(${AMOUNT})(?![\d\p{L}])`, 'iu').exec(
      brief.replace(sentence, ''),
    )?.[1];
    if (today === undefined || today === amount || unitOf(today) !== unitOf(amount) || unitOf(today) === '')
      continue;
    const year = /(?<!\d)(?:19|20)\d\d(?!\d)/u.exec(brief.split(word)[0] ?? '')?.[0];
    const now = year ?? BEFORE_AND_NOW[language]?.[1];
    if (now !== undefined)
      return { headline: capitalised(word), items: [`${capitalised(when)} ${amount}`, `${now}: ${today}`] };
  }
  return undefined;
}

const unitOf = (amount: string): string => amount.replace(/[\d.,\s]/gu, '');
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

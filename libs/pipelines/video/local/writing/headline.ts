import { join } from './brief-lines.js';
import { textOf, type Facts } from './facts.js';
import { figureIn } from './figures.js';
import { GRAMMARS, type Grammar } from './grammar/index.js';
import type { Line } from './lines.js';
import { bankOf } from './bank.js';
import { bare } from './sentences.js';
import { isInstructions } from './steps.js';
import { capitalise, isUnspaced, wordsOf } from './words.js';

/** What can be read at a glance. */
const LONGEST = 40;
const LONGEST_UNSPACED = 18;

/** On-screen words for each scene: what the scene is about, not how its sentence begins. No two alike. */
export function headlines(scenes: readonly Line[][], facts: Facts): string[] {
  const used = new Set<string>();
  const longest = isUnspaced(facts.language) ? LONGEST_UNSPACED : LONGEST;
  return scenes.map((scene, i) => {
    const last = i === scenes.length - 1 && scenes.length > 1;
    const candidates = last ? [...closing(scene, facts), ...telling(scene, facts)] : telling(scene, facts);
    const fits = candidates
      .map((text) => capitalise(bare(text.trim())))
      .filter((text) => text !== '' && text.length <= longest);
    const phrase = fits.find((text) => !used.has(text.toLowerCase())) ?? fits[0] ?? shortened(scene, facts);
    // "Festival de Jazz" is only half of its name.
    const whole = facts.name !== undefined && facts.name.length <= longest && facts.name.startsWith(phrase);
    const chosen = whole ? (facts.name as string) : phrase;
    used.add(chosen.toLowerCase());
    return chosen;
  });
}

function closing(scene: readonly Line[], facts: Facts): string[] {
  const close = scene.findLast(({ act }) => act === 'close') ?? scene.at(-1);
  if (close === undefined) return [];
  if (close.shown !== undefined) return [close.shown];
  const grammar = GRAMMARS[facts.language];
  const forms = [
    close.text,
    ...(grammar?.clauses(close.text) ?? []),
    ...(grammar?.shorter(close.text) ?? []),
  ];
  const parts = forms.flatMap((form) => [
    form,
    ...form.split(/\s+(?:and|et|y|und)\s+|,\s+/u).filter((part) => part.split(' ').length >= 3),
  ]);
  return [...parts, ...withoutTail(close.text), ...(facts.name === undefined ? [] : [facts.name])];
}

/** Phrases dropped from the end, one after the other: "Apply by 30 June at jobs.example" → "Apply by 30 June". */
export const shorterPhrases = (text: string): string[] => [
  ...withoutTail(text),
  ...text.split(/[,;:]\s/u).slice(0, 1),
];

function withoutTail(text: string): string[] {
  const starts = [...text.matchAll(TAIL)].map(({ index }) => index).reverse();
  return starts.map((at) => text.slice(0, at)).filter((part) => part.split(' ').length >= 3);
}

const TAIL =
  / (?=(?:at|on|in|by|with|for|from|to|until|à|au|avec|sur|dans|pour|chez|dès|avant|en|con|para|por|a|desde|hasta|antes|unter|bei|am|mit|für|ab|bis|auf|vor|im) )/giu;

function telling(scene: readonly Line[], facts: Facts): string[] {
  const own = scene.filter(({ shown }) => shown === undefined);
  const ours = scene.flatMap(({ shown }) => shown ?? []);
  const candidates = own.flatMap((line) => fromLine(line, facts));
  return [...candidates, ...ours, ...own.flatMap(({ text }) => (text.length <= LONGEST ? [text] : []))];
}

function fromLine({ text, items, about }: Line, facts: Facts): string[] {
  const grammar = GRAMMARS[facts.language];
  if (grammar === undefined)
    return text.length <= (isUnspaced(facts.language) ? LONGEST_UNSPACED : LONGEST) ? [text] : [];
  const [, quote] = /"([^"]{8,})"/.exec(text) ?? [];
  // "For sale in Porto: …" says before its colon what it is about.
  const [, announced] = /^([^:,]{8,40}):\s/u.exec(text) ?? [];
  const figure = figureIn(text);
  const subject = about === undefined ? [] : [...topics(about, grammar)];
  const enumerated = items === undefined ? [] : [join(items.slice(0, 3), bankOf(facts.language)?.and ?? '&')];
  const phrases = grammar
    .nounPhrases(text)
    .filter((phrase) => /\p{L}{3}/u.test(phrase) && phrase.length <= LONGEST && !/^\d/.test(phrase))
    .map((phrase, i) => ({ phrase, score: score(phrase, facts) - i * 0.1 }))
    .sort((a, b) => b.score - a.score);
  const good = phrases.filter((p) => p.score >= 2).map((p) => p.phrase);
  const short = text.length <= 26 ? [text] : [];
  const others = phrases.filter((p) => p.score < 2).map((p) => p.phrase);
  const [clause] = text.split(/[,;:]\s/);
  const clauses =
    clause !== undefined && clause.length <= LONGEST && grammar.isSentence(clause) ? [clause] : [];
  // One word alone tells nothing, unless it is the name.
  const whole = wholeClauses(text);
  const lonely = others.filter((phrase) => !phrase.includes(' ') && phrase !== facts.name);
  const rest = others.filter((phrase) => !lonely.includes(phrase));
  const steps = isInstructions(facts.pieces.map(textOf).join('. '), facts.language);
  const said = steps ? [...short, ...whole, ...good] : [...short, ...good];
  return [
    quote,
    announced,
    ...subject,
    figure,
    ...enumerated,
    ...said,
    ...clauses,
    ...rest,
    ...whole,
    ...lonely,
  ].filter((candidate) => candidate !== undefined);
}

/** The sentence or a part of it that can be read alone: at least three words, from its beginning or behind a comma. */
function wholeClauses(text: string): string[] {
  const parts = text.split(/\s+(?:and|et|y|und)\s+|,\s+/u);
  const forms = [text, ...parts, ...withoutTail(text)].map((form) => bare(form));
  return forms.filter((form) => form.split(' ').length >= 3 && form.length <= LONGEST);
}

/** What a line is about, without its article and what follows its commas; a figure in it comes first. */
function topics(about: string, grammar: Grammar): string[] {
  const whole = about.split(/,\s/)[0] ?? about;
  const phrase = grammar.bareNoun(whole);
  const figure = figureIn(about);
  return [
    ...(figure === undefined || phrase.length <= 24 ? [] : [figure]),
    phrase,
    ...grammar.nounPhrases(whole),
  ];
}

function score(phrase: string, { name, place, date }: Facts): number {
  const words = phrase.split(/\s+/).length;
  const has = (part: string | undefined): boolean => part !== undefined && phrase.includes(part);
  return (
    (words >= 2 && words <= 5 ? 2 : 0) +
    (has(name) ? 1.5 : 0) +
    (has(place) ? 0.5 : 0) -
    (date !== undefined && (date.includes(phrase) || phrase.includes(date)) ? 2.5 : 0)
  );
}

/** Where nothing short stands out: the first clause, up to a whole word. */
function shortened(scene: readonly Line[], { language }: Facts): string {
  const text = bare(scene[0]?.text ?? '');
  const longest = isUnspaced(language) ? LONGEST_UNSPACED : LONGEST;
  const clause =
    text.split(/[,;:、，：。.!?](?:\s|(?<=[、，：。]))/u).find((part) => part.trim().length >= 2) ?? text;
  if (clause.length <= longest) return capitalise(clause.trim());
  // In Japanese the topic ends at its particle.
  const [, topic] = /^(.{3,18}?)[はがを](?=.)/u.exec(language === 'ja' ? clause : '') ?? [];
  if (topic !== undefined) return topic;
  const segments = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(clause)];
  let out = '';
  for (const { segment } of segments) {
    if (out.length + segment.length > longest) break;
    out += segment;
  }
  // A preposition or a particle at the end would leave the reader hanging.
  const words = out.trim().split(/\s+/);
  while (words.length > 2 && (words.at(-1)?.length ?? 0) <= 3) words.pop();
  const whole = words.join(' ');
  return capitalise(whole === '' ? clause.slice(0, longest) : whole);
}

/** The film's title: its name, what it is about, or its first headline. */
export function titleOf(facts: Facts, shown: readonly string[]): string {
  const grammar = GRAMMARS[facts.language];
  const first = facts.pieces[0];
  const source = first === undefined ? '' : 'text' in first ? first.text : first.items.join(', ');
  const [, announced] = /^([^:,]{8,40}):\s/u.exec(source) ?? [];
  const heading = isInstructions(source, facts.language) ? bare(source) : announced;
  if (heading !== undefined && heading.length <= 60) return capitalise(heading);
  const subject =
    first?.kind === 'subject' || first?.kind === 'fragment'
      ? grammar?.bareNoun(source.split(/,\s/)[0] ?? '')
      : undefined;
  const fits = (text: string | undefined): boolean =>
    text !== undefined && text.length >= 4 && text.length <= 60 && !/\d/.test(text);
  const phrases = (grammar?.nounPhrases(source) ?? [])
    .filter(fits)
    .toSorted((a, b) => score(b, facts) - score(a, facts));
  return capitalise(
    (facts.genre === 'news' ? undefined : facts.name) ??
      (fits(subject) ? subject : phrases[0]) ??
      shown[0] ??
      wordsOf(source, facts.language)[0] ??
      'Film',
  ).slice(0, 80);
}

import type { Random } from '#libs/kernel';
import { bankOf } from './bank.js';
import { fill } from './brief-lines.js';
import { textOf, type Facts } from './facts.js';
import { figuresIn } from './figures.js';
import { GRAMMARS } from './grammar/index.js';
import { variant, type Choice, type Variant } from './lines.js';
import type { Frames } from './phrases/bank.js';
import { leans } from './plain-writer.js';
import { bare } from './sentences.js';
import { capitalise, countWords } from './words.js';

const WORTH = { summary: 7, frame: 3, recap: 4.5, lessEach: 0.6 };
/** From here on there is time to say facts again. */
const RECAP_FROM_SEC = 45;

/** What the brief says, once more before the end: its name, date and place in one breath, then its best facts. */
export function recapLines(
  facts: Facts,
  briefChoices: readonly Choice[],
  durationSec: number,
  random: Random,
): Choice[] {
  const frames = bankOf(facts.language)?.frames;
  if (frames === undefined) return [];
  const leads = random.shuffle(frames.recap);
  const choices = [summary(facts, frames, leads[0] ?? '{x}', random)];
  if (durationSec >= RECAP_FROM_SEC) choices.push(...repeats(facts, briefChoices, leads.slice(1)));
  return choices.filter((choice) => choice.length > 0);
}

/** "Once more: the Riverside Jazz Festival, Saturday 12 July, in Bristol", or as much of it as there is. */
function summary(facts: Facts, frames: Frames, lead: string, random: Random): Choice {
  const { name, date, place, figure, genre } = facts;
  const inside = (text: string): string => GRAMMARS[facts.language]?.inside(text) ?? text;
  const call = facts.pieces.flatMap((piece) => (piece.kind === 'call' ? [piece.text] : [])).join(' ');
  const fresh = (text: string | undefined): text is string => text !== undefined && !call.includes(text);
  const line = (frame: string, piece: string, shown: string, value: number): Variant => {
    const text = fill(frame, piece);
    return variant(
      [{ text, shown: capitalise(shown), words: countWords(text, facts.language), act: 'recap', order: 9 }],
      value,
    );
  };
  const out: Choice = [];
  const invites = genre === 'event' || genre === 'offer';
  const parts = [name, date, place].filter(fresh);
  if (invites && parts.length >= 2 && belongTogether(facts, [date, place].filter(fresh))) {
    const when = [date, place].filter(fresh).join(', ') || parts.join(', ');
    out.push(
      line(lead, parts.map((part, i) => (i === 0 ? part : inside(part))).join(', '), when, WORTH.summary),
    );
  }
  if (invites && fresh(date)) out.push(line(random.pick(frames.when), inside(date), date, WORTH.frame));
  if (invites && fresh(place)) out.push(line(random.pick(frames.place), place, place, WORTH.frame));
  if (genre !== 'news' && genre !== 'recipe' && fresh(name))
    out.push(line(random.pick(frames.name), name, name, WORTH.frame));
  // A price is nothing to remember, a saving or a distance is.
  if (genre !== 'news' && fresh(figure) && !/[$£€¥]|euro|dollar/i.test(figure)) {
    out.push(line(random.pick(frames.figure), figure, figure, WORTH.frame));
  }
  return out;
}

/** A date of one sentence and a place of another say nothing of each other: joined they could be wrong. */
const belongTogether = ({ pieces }: Facts, parts: readonly string[]): boolean =>
  parts.length < 2 ||
  pieces.some((piece) => parts.every((part) => textOf(piece).includes(part))) ||
  pieces.filter((piece) => piece.kind === 'field' && ['date', 'place'].includes(piece.field)).length === 2;

/** The facts that are short enough, the most telling for their length first. */
function repeats(facts: Facts, briefChoices: readonly Choice[], leads: readonly string[]): Choice[] {
  const { language } = facts;
  const told = briefChoices
    .flatMap((choice) => choice.toSorted((a, b) => b.words - a.words)[0]?.lines ?? [])
    .filter(
      ({ act, about, items, shown }) =>
        act === 'fact' && about === undefined && items === undefined && shown === undefined,
    )
    .map(({ text }) => withName(bare(text), facts))
    .map((text) => ({ text, words: countWords(text, language) }))
    .filter(({ text, words }) => words >= 3 && words <= 13 && !/[?!":]/.test(text) && !leans(text, language))
    .toSorted((a, b) => figuresIn(b.text).length - figuresIn(a.text).length);
  return told.slice(0, leads.length).map(({ text: fact }, i) => {
    const text = fill(leads[i] ?? '{x}', GRAMMARS[language]?.inside(fact) ?? fact);
    return [
      variant(
        [{ text, words: countWords(text, language), act: 'recap', order: i }],
        WORTH.recap - i * WORTH.lessEach,
      ),
    ];
  });
}

/** "It lasts 48 hours" cannot be said again on its own; "Lumen lasts 48 hours" can. */
const withName = (text: string, { name, language }: Facts): string =>
  name !== undefined && language === 'en' ? text.replace(/^It (?=\p{Ll})/u, `${name} `) : text;

import type { Random } from '#libs/kernel';
import { bankOf, readPhrase } from './bank.js';
import { textOf, type Facts } from './facts.js';
import { GRAMMARS, type Grammar } from './grammar/index.js';
import { itemsOf, type Piece } from './interpret.js';
import { leadFor } from './leads.js';
import { variant, type Act, type Choice, type Line, type Variant } from './lines.js';
import type { Frames, Genre, PhraseBank } from './phrases/bank.js';
import { PlainWriter } from './plain-writer.js';
import { bare } from './sentences.js';
import { isInstructions } from './steps.js';

/** A call to act is what the film is for. */
const CALL = 16;
/** A question before a fact makes it easier to listen to. */
const LEAD = 1.8;

/** What each fact of the brief could sound like, in its order. */
export function briefLines(facts: Facts, random: Random): Choice[] {
  const bank = bankOf(facts.language);
  const grammar = GRAMMARS[facts.language];
  const plain = bank === undefined || grammar === undefined;
  return (plain ? new PlainWriter(facts) : new PhraseWriter(facts, bank, grammar, random)).write();
}

const OCCASION =
  /(?<!\p{L})(?:sale|opening|launch|anniversary|party|celebration|weekend|tour|soldes|ouverture|lancement|anniversaire|fête|rebajas|apertura|inauguración|lanzamiento|aniversario|eröffnung|ausverkauf|jubiläum|aktion)(?!\p{L})/iu;

const FORMAL: Record<string, RegExp> = {
  de: /(?<=\p{L} )(?:Sie|Ihre?[nmrs]?)(?!\p{L})/u,
  fr: /(?<!\p{L})(?:vous|votre|vos|\p{L}+ez)(?!\p{L})/iu,
  es: /(?<!\p{L})(?:usted|ustedes|envíe|llame|contáctenos|solicite)(?!\p{L})/iu,
};

const addressesFormally = ({ pieces, language }: Facts): boolean =>
  FORMAL[language]?.test(pieces.map(textOf).join('. ')) ?? false;

const DEADLINE =
  /(?<!\p{L})(?:only|until|last|deadline|hurry|seulement|jusqu|dernier|solo|hasta|último|nur|bis|letzte)(?!\p{L})/iu;

/** Writes in the languages that we have phrases for: makes sentences of what is none, and shortens what is too long. */
class PhraseWriter extends PlainWriter {
  private readonly frames: Frames;
  private readonly used = new Set<string>();
  private readonly instructs: boolean;

  constructor(
    facts: Facts,
    private readonly bank: PhraseBank,
    private readonly grammar: Grammar,
    private readonly random: Random,
  ) {
    super(facts);
    this.frames = bank.frames;
    this.instructs = isInstructions(facts.pieces.map(textOf).join('. '), facts.language);
  }

  override write(): Choice[] {
    const choices = super.write();
    const first = this.facts.pieces[0];
    const phrase = first?.kind === 'sentence' ? this.grammar.opening(first.text) : undefined;
    // A first sentence too long for a short film leaves at least its subject behind.
    const plain = this.facts.genre === 'news' || this.instructs;
    if (phrase !== undefined && !plain) {
      const essence =
        this.seeking(textOf(first as Piece)) ??
        this.framed(this.frames.essence, this.grammar.inside(phrase), 0, 'subject', phrase);
      choices[0]?.push({ ...essence, value: essence.value * 0.6 });
    }
    return choices;
  }

  /** "The workshop is looking for you." of an advert whose first sentence says whom it wants, and is too long. */
  private seeking(sentence: string): Variant | undefined {
    const { verb, frames } = this.frames.seeking;
    const [, subject, said] = new RegExp(`^([^,;:]{3,60}?)\\s(${verb})(?!\\p{L})`, 'u').exec(sentence) ?? [];
    if (this.facts.genre !== 'job' || subject === undefined || said === undefined) return undefined;
    const frame = addressesFormally(this.facts) ? frames[1] : frames[0];
    return this.variantOf(
      [
        fill(
          frame.replace('{v}', () => said),
          subject,
        ),
      ],
      0,
      'subject',
      { about: subject },
    );
  }

  protected override choiceFor(piece: Piece, index: number): Choice {
    switch (piece.kind) {
      case 'sentence':
        if (this.isQuestionBeforeCall(index)) return [];
        return this.asked(this.sentence(piece.text, index, 'fact'), piece, index);
      case 'subject':
        return this.subject(piece, index);
      case 'fragment':
        return [this.fragment(piece.text, index)];
      case 'points':
        return this.asked(this.points(piece.items, index), piece, index);
      case 'call':
        return this.call(piece.text, index);
      case 'field':
        return [this.field(piece, index)];
    }
  }

  /** Adds a question that the fact answers, each kind once: "And the price?" */
  private asked(choice: Choice, piece: Piece, index: number): Choice {
    const kind = index === 0 ? undefined : leadFor(piece, this.facts);
    const phrase =
      kind === undefined || this.used.has(kind) ? undefined : this.random.pick(this.frames.leads[kind]);
    if (kind === undefined || phrase === undefined) return choice;
    this.used.add(kind);
    const { said, shown } = readPhrase(phrase);
    const lead = this.variantOf([said], index, 'fact', { shown });
    return [
      ...choice.slice(0, 2).map((v) => variant([...lead.lines, ...v.lines], v.value + LEAD)),
      ...choice,
    ];
  }

  private sentence(text: string, index: number, act: Act): Choice {
    // What somebody said is repeated whole, or not at all.
    // So is a step: "leave the building" without "if the alarm rings" says something else.
    if (this.instructs || /"[^"]{12,}"/.test(text)) return [this.variantOf([text], index, act)];
    const parts = this.grammar.clauses(text).flatMap((clause) => this.grammar.unfold(clause) ?? [clause]);
    const [head = text, ...tail] = parts;
    const take = (texts: string[]): Variant => this.variantOf(texts, index, act);
    return [
      take(parts),
      ...tail.map((_, i) => take(parts.slice(0, i + 1))),
      ...this.grammar.shorter(head).map((less) => take([less])),
      ...tail.flatMap((part) => this.grammar.shorter(part).slice(0, 1)).map((less) => take([head, less])),
    ];
  }

  private subject({ text, shape }: Extract<Piece, { kind: 'subject' }>, index: number): Choice {
    if (shape === 'how') {
      return [text, ...this.grammar.shorter(text)].map((form) =>
        this.framed(this.frames.how, this.grammar.inside(form), index, 'subject', form),
      );
    }
    const frames =
      shape === 'dative'
        ? (this.frames.meetDative ?? this.frames.meet.general)
        : this.frames.meet[this.genreOf(text)];
    const meet = this.presenting(text, frames);
    const present = (phrase: string, ...more: string[]): Variant => {
      const object = shape === 'name' ? this.grammar.named(phrase) : this.grammar.object(phrase);
      const [presented, ...rest] = [fill(meet, object), ...more].map((said) =>
        this.variantOf([said], index, 'subject', { about: phrase }),
      );
      return [presented as Variant, ...rest].reduce((a, b) => ({
        lines: [...a.lines, ...b.lines],
        words: a.words + b.words,
        value: a.value + b.value / 2,
      }));
    };
    const unfolded = shape === 'name' ? undefined : this.grammar.unfold(text);
    const opening = this.grammar.opening(text);
    const shorter = [...commaCuts(text), ...(opening === undefined || opening === text ? [] : [opening])];
    const choice = [text, ...new Set(shorter)].map((phrase) => present(phrase));
    return unfolded === undefined ? choice : [present(...unfolded), present(unfolded[0]), ...choice];
  }

  /** Words without a verb: the first ones present the subject, later ones are carried by a frame. */
  private fragment(text: string, index: number): Variant {
    const opens = index === 0 && this.grammar.canBeObject(text);
    const frames = opens
      ? [this.presenting(text, this.frames.meet[this.genreOf(text)])]
      : this.carrying(text);
    const piece = opens ? this.grammar.object(text) : this.grammar.inside(text);
    return this.framed(frames, piece, index, index === 0 ? 'subject' : 'fact', text);
  }

  /** A sale or an opening is something to look forward to, not somebody to meet. */
  private genreOf(phrase: string): Genre {
    return this.facts.genre === 'offer' && OCCASION.test(phrase) ? 'event' : this.facts.genre;
  }

  private carrying(fragment: string): readonly string[] {
    const frames = this.frames.fragment[this.facts.genre];
    const urgent = DEADLINE.test(fragment) || frames.length < 2;
    return urgent ? frames.slice(-1) : frames.slice(0, -1);
  }

  /** "Meet" goes with a thing that has an article; the first frame of each list goes with anything. */
  private presenting(phrase: string, frames: readonly string[]): string {
    const [safe = '{x}'] = frames;
    return this.grammar.isDetermined(this.grammar.object(phrase)) ? this.pick(frames) : safe;
  }

  private points(items: string[], index: number): Choice {
    const sizes = [Math.min(6, items.length), 3, 2].filter(
      (size, i, all) => i === 0 || size < (all[i - 1] ?? 0),
    );
    const frame = this.pick(this.frames.points[this.facts.genre]);
    return sizes.map((size) => {
      const list = items.slice(0, size);
      const said = fill(
        frame,
        join(
          list.map((item) => this.grammar.inside(item)),
          this.bank.and,
        ),
      );
      return this.variantOf(
        [said],
        index,
        'fact',
        list.length >= 3 ? { items: list } : { about: list[0] ?? '' },
      );
    });
  }

  /** The last call closes the film; earlier ones invite. */
  private call(text: string, index: number): Choice {
    const last = this.facts.pieces.findLastIndex(({ kind }) => kind === 'call') === index;
    const act = last ? 'close' : 'invite';
    // "Book now and save 20%" can do without its second half.
    const [half = ''] = text.split(new RegExp(`,? ${this.bank.and} `, 'u'));
    const question = this.facts.pieces[index - 1];
    const asks =
      this.isQuestionBeforeCall(index - 1) && question?.kind === 'sentence'
        ? [this.variantOf([question.text, text], index, act)]
        : [];
    const halves = half !== text && half.split(' ').length >= 3 ? [this.variantOf([half], index, act)] : [];
    return [...asks, ...this.sentence(text, index, act), ...halves].map((v) =>
      last ? { ...v, value: v.value + CALL } : v,
    );
  }

  /** "Who painted it? Find out in Turin." belongs together. */
  private isQuestionBeforeCall(index: number): boolean {
    const [piece, next] = this.facts.pieces.slice(Math.max(0, index), index + 2);
    return index > 0 && piece?.kind === 'sentence' && /\?$/.test(piece.text) && next?.kind === 'call';
  }

  private field({ field, text }: Extract<Piece, { kind: 'field' }>, index: number): Variant {
    const frames = {
      price: this.frames.price,
      place: this.frames.where,
      date: this.frames.when,
      audience: this.frames.audience,
      name: this.frames.name,
    };
    const items = itemsOf(text);
    const value = items.length > 2 ? join(items, this.bank.and) : text;
    return this.framed(
      frames[field],
      field === 'name' ? value : this.grammar.inside(value),
      index,
      'fact',
      text,
    );
  }

  private framed(frames: readonly string[], piece: string, index: number, act: Act, about: string): Variant {
    const extra: Partial<Line> = { about };
    return this.variantOf([fill(this.pick(frames), piece)], index, act, extra);
  }

  /** A different frame each time, as long as there are some left. */
  private pick(frames: readonly string[]): string {
    const fresh = frames.filter((frame) => !this.used.has(frame));
    const frame = this.random.pick(fresh.length > 0 ? fresh : frames);
    this.used.add(frame);
    return frame;
  }
}

export const fill = (frame: string, piece: string): string => frame.replace('{x}', () => bare(piece));

export const join = (entries: readonly string[], and: string): string =>
  entries.length < 2 ? (entries[0] ?? '') : `${entries.slice(0, -1).join(', ')} ${and} ${entries.at(-1)}`;

/** A noun phrase without what follows its commas, unless the commas enumerate. */
function commaCuts(phrase: string): string[] {
  const parts = phrase.split(/,\s+/);
  const enumerates = /(?<!\p{L})(?:and|et|y|und|or|ou|o|oder)\s+[^,]+$/u.test(parts.at(-1) ?? '');
  if (enumerates && parts.length > 2) return [];
  return parts.slice(1).map((_, i) => parts.slice(0, parts.length - 1 - i).join(', '));
}

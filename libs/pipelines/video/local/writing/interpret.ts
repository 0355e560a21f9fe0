import {
  DIRECTIONS,
  MACHINE_TALK,
  withoutRequest,
  type DirectionRules,
  type Field,
} from './directions/index.js';
import { GRAMMARS, type Grammar } from './grammar/index.js';
import type { Genre } from './phrases/bank.js';
import { splitSentences } from './sentences.js';
import { isInstructions } from './steps.js';

/** What one piece of a brief has to say to the film's audience. */
export type Piece =
  /** Can be said as it stands. */
  | { kind: 'sentence'; text: string }
  /** What the film is about: a noun phrase, one in the dative, or an indirect question ("how bees make honey"). */
  | { kind: 'subject'; text: string; shape: 'phrase' | 'name' | 'dative' | 'how' }
  /** Words without a verb. */
  | { kind: 'fragment'; text: string }
  | { kind: 'points'; items: string[] }
  /** Asks the audience to do something. */
  | { kind: 'call'; text: string }
  | { kind: 'field'; field: 'price' | 'place' | 'date' | 'audience' | 'name'; text: string };

/** A brief with what is for the audience told apart from what is for the makers. */
export interface Reading {
  pieces: Piece[];
  /** Pictures that the brief asks for, in its own words. */
  pictures: string[];
  /** What it says about tone, music and style. */
  look: string[];
}

/** Reads a brief that is already speakable. Unknown languages have no rules: every sentence is taken as it stands. */
export function interpret(text: string, language: string, genre: Genre): Reading {
  const reading: Reading = { pieces: [], pictures: [], look: [] };
  const rules = DIRECTIONS[language];
  const grammar = GRAMMARS[language];
  const steps = genre === 'recipe' || isInstructions(text, language);
  for (const sentence of splitSentences(text, language)) {
    if (MACHINE_TALK.test(sentence)) continue;
    if (rules === undefined || grammar === undefined)
      reading.pieces.push({ kind: 'sentence', text: withoutRequest(sentence, language) });
    else new Reader(rules, grammar, steps, reading).read(sentence);
  }
  reading.pieces = gather(reading.pieces);
  return reading;
}

class Reader {
  constructor(
    private readonly rules: DirectionRules,
    private readonly grammar: Grammar,
    private readonly steps: boolean,
    private readonly out: Reading,
  ) {}

  read(raw: string): void {
    const sentence = raw.replace(this.rules.scene, '').trim();
    if (sentence === '') return;
    if (
      this.readLabel(sentence) ||
      this.readHeading(sentence) ||
      this.readRequest(sentence) ||
      this.readEnding(sentence)
    )
      return;
    // Among instructions "cover", "keep" and "start with" are steps, not directions to a crew.
    if (this.steps) return this.readStep(sentence);
    if (this.readDirection(sentence)) return;
    this.readStatement(sentence.replace(this.rules.announce, ''));
  }

  private readLabel(sentence: string): boolean {
    const [, label, value] = /^([\p{L}][\p{L}\s'’-]{1,28}?)\s*:\s*(\S.*)$/su.exec(sentence) ?? [];
    const field = this.rules.labels.find(([pattern]) => pattern.test(label ?? ''))?.[1];
    if (field === undefined || value === undefined) return false;
    this.readField(field, value.trim());
    return true;
  }

  private readField(field: Field, value: string): void {
    const { pieces, look } = this.out;
    switch (field) {
      case 'subject':
        if (!this.readRequest(value)) this.readSubject(value);
        return;
      case 'thing':
        if (!this.readRequest(value))
          pieces.push({
            kind: 'subject',
            text: clip(value),
            shape: /^\p{Lu}/u.test(value) ? 'name' : 'phrase',
          });
        return;
      case 'name':
      case 'price':
      case 'place':
      case 'date':
      case 'audience':
        pieces.push({ kind: 'field', field, text: clip(value) });
        return;
      case 'look':
        look.push(value);
        return;
      case 'format':
        return;
      case 'call':
        this.readCall(value);
        return;
      case 'points': {
        const items = itemsOf(value);
        if (items.length > 1) pieces.push({ kind: 'points', items });
        else this.readStatement(value);
        return;
      }
      case 'quote':
      case 'text':
        this.readStatement(value.replace(/^"|"$/g, ''));
    }
  }

  private readHeading(sentence: string): boolean {
    const [, subject, rest] = this.rules.heading.exec(sentence) ?? [];
    if (subject === undefined) return false;
    this.out.pieces.push({ kind: 'subject', text: clip(subject), shape: 'phrase' });
    if (rest !== undefined) this.readStatement(rest);
    return true;
  }

  private readRequest(sentence: string): boolean {
    const [, client, more] = this.rules.requester.exec(sentence) ?? [];
    if (client !== undefined && !/^(?:we|i|you|nous|je|on|vous|wir|ich|man|yo)$/i.test(client)) {
      this.readSubject(client);
      if (more !== undefined && more !== '') this.read(more);
      return true;
    }
    const match = this.rules.request.exec(sentence);
    if (match === null) return false;
    const rest = sentence.slice(match[0].length).trim();
    if (!/\p{L}/u.test(rest)) return true;
    const forWhom = this.rules.requestFor.exec(rest);
    this.readSubject(forWhom === null ? rest : rest.slice(forWhom[0].length));
    if (forWhom?.[1] !== undefined)
      this.out.pieces.push({ kind: 'field', field: 'audience', text: forWhom[1] });
    return true;
  }

  private readSubject(raw: string): void {
    let rest = clip(raw);
    for (const tail of this.rules.tails) {
      const found = tail.exec(rest);
      if (found !== null && found.index > 2) {
        this.out.look.push(found[0]);
        rest = rest.slice(0, found.index);
      }
    }
    const audience = this.rules.audience.exec(rest);
    if (audience?.[1] === undefined) this.readThing(clip(rest));
    else {
      this.readThing(clip(rest.slice(0, audience.index) + rest.slice(audience.index + audience[0].length)));
      this.out.pieces.push({ kind: 'field', field: 'audience', text: clip(audience[1]) });
    }
  }

  private readThing(rest: string): void {
    const [, sentence] = this.rules.that.exec(rest) ?? [];
    // "a festival in Bristol, featuring 14 bands" presents one thing, then what it has.
    const [, thing, having] = this.rules.having.exec(rest) ?? [];
    // "our new café: coffee, cake and books" presents one thing, then says more about it.
    const [, head, more] = /^([^:]{3,60}):\s+(.{8,})$/su.exec(rest) ?? [];
    if (sentence !== undefined && this.grammar.isSentence(sentence)) this.readStatement(sentence);
    else if (thing !== undefined && having !== undefined) {
      this.readSubject(thing);
      this.out.pieces.push({ kind: 'points', items: itemsOf(having) });
    } else if (head !== undefined && more !== undefined) {
      this.readSubject(head);
      this.readStatement(more);
    } else if (this.rules.how.test(rest)) this.out.pieces.push({ kind: 'subject', text: rest, shape: 'how' });
    else if (
      /^(?:we|you|they|it|i|nous|vous|il|elle|on|wir|es|er)\s/i.test(rest) &&
      this.grammar.isSentence(rest)
    ) {
      this.readStatement(rest);
    } else if (rest !== '') {
      const shape = this.rules.dative?.test(rest) === true ? 'dative' : 'phrase';
      this.out.pieces.push({ kind: 'subject', text: rest, shape });
    }
  }

  private readEnding(sentence: string): boolean {
    const [, urged] = this.rules.urge.exec(sentence) ?? [];
    const [, ending] = this.rules.end.exec(sentence) ?? [];
    const words = urged ?? ending;
    if (words === undefined) return false;
    this.readCall(words);
    return true;
  }

  private readCall(words: string): void {
    const [, quoted] = /"([^"]{3,})"/.exec(words) ?? [];
    const plain = quoted ?? this.rules.imperative(words.replace(this.rules.endPrefix, '').trim());
    // "our logo" is a picture, "visit us on Saturday" is a call.
    if (quoted !== undefined || this.rules.call.test(plain) || this.grammar.isSentence(plain)) {
      this.out.pieces.push({ kind: 'call', text: plain });
    } else if (plain.split(/\s+/).length > 2) this.readStatement(plain);
    else this.out.pictures.push(plain);
  }

  private readDirection(sentence: string): boolean {
    if (this.rules.production.some((pattern) => pattern.test(sentence))) {
      this.out.look.push(sentence);
      const audience =
        /(?:audience|public(?: cible)?|público(?: objetivo)?|zielgruppe)\s+(?:is|are|est|es|son|sind|ist)\s+(.+)$/iu.exec(
          sentence,
        );
      if (audience?.[1] !== undefined)
        this.out.pieces.push({ kind: 'field', field: 'audience', text: clip(audience[1]) });
      return true;
    }
    const [, shown] = this.rules.show.exec(sentence) ?? [];
    if (shown !== undefined) {
      this.out.pictures.push(clip(shown));
      if (/\d/.test(shown)) this.readStatement(shown);
      else if (this.rules.how.test(shown))
        this.out.pieces.push({ kind: 'subject', text: clip(shown), shape: 'how' });
      return true;
    }
    const [, featured] = this.rules.feature.exec(sentence) ?? [];
    if (featured === undefined) return false;
    const rest = featured.replace(this.rules.that, '$1');
    if (this.rules.how.test(rest)) this.readSubject(rest);
    else this.readStatement(rest);
    return true;
  }

  /** An instruction needs no frame around it; "Done!" ends the film. */
  private readStep(sentence: string): void {
    const words = sentence.split(/\s+/).length;
    if (words <= 2 && sentence.endsWith('!')) this.out.pieces.push({ kind: 'call', text: sentence });
    else if (words >= 3 && /[.!?]$/.test(sentence))
      this.out.pieces.push({ kind: 'sentence', text: sentence });
    else this.readStatement(sentence);
  }

  private readStatement(sentence: string): void {
    const { pieces } = this.out;
    if (this.rules.call.test(sentence)) pieces.push({ kind: 'call', text: sentence });
    else if (this.grammar.isSentence(sentence)) pieces.push({ kind: 'sentence', text: sentence });
    else {
      const items = itemsOf(sentence);
      const [, head, more] = /^([^:]{8,70}):\s+(\S.{7,})$/su.exec(sentence) ?? [];
      // "For sale in Porto: a bright apartment above the river." is how an advert speaks.
      const spoken = head !== undefined && /[.!]$/.test(sentence) && sentence.split(/\s+/).length <= 16;
      if (spoken) pieces.push({ kind: 'sentence', text: sentence });
      else if (items.length >= 3) pieces.push({ kind: 'points', items });
      else if (head !== undefined && more !== undefined) {
        pieces.push({ kind: 'fragment', text: clip(head) });
        this.readStatement(more);
      } else if (isAnnouncement(sentence)) pieces.push({ kind: 'sentence', text: sentence });
      else pieces.push({ kind: 'fragment', text: clip(sentence) });
    }
  }
}

/** "Jazz concert on Plaza Mayor on Saturday 14 June at 9 pm." needs no verb to be said as it stands. */
const isAnnouncement = (text: string): boolean => /[.!?]$/.test(text) && text.split(/\s+/).length >= 6;

/** Short fragments one after the other are a list that somebody typed on lines of their own. */
function gather(pieces: Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    const short = piece.kind === 'fragment' && piece.text.split(/\s+/).length <= 6;
    if (short && last?.kind === 'points' && last.items.length < 6) last.items.push(piece.text);
    else if (short && last?.kind === 'fragment' && out.length > 1 && last.text.split(/\s+/).length <= 6) {
      out[out.length - 1] = { kind: 'points', items: [last.text, piece.text] };
    } else out.push(piece);
  }
  return out;
}

/** "bread, cakes and coffee" → its three entries; one entry where nothing is enumerated. */
export function itemsOf(text: string): string[] {
  const parts = clip(text).split(/\s*[,;•]\s+(?:and |et |y |und )?|\s+(?:and|et|y|und)\s+(?=[^,;]*$)/u);
  const items = parts.map((part) => clip(part)).filter((part) => part !== '');
  return items.length >= 2 && items.every((item) => item.split(/\s+/).length <= 7) ? items : [text];
}

/** Without the punctuation on either end. */
const clip = (text: string): string => text.replace(/^[\s,;:.!?-]+|[\s,;:.!?-]+$/g, '');

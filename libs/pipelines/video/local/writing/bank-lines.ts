import type { Random } from '#libs/kernel';
import { bankOf, readPhrase } from './bank.js';
import { fill } from './brief-lines.js';
import type { Facts } from './facts.js';
import { variant, type Act, type Choice, type Line, type Variant } from './lines.js';
import type { Genre, Lines, Passage, Phrase, PhraseBank, Topic } from './phrases/bank.js';
import { recapLines } from './recap-lines.js';
import { countWords } from './words.js';

/** What a phrase of ours is worth as a whole; a fact is worth at least twice as much for its words. */
const WORTH = { hook: 6, close: 9, invite: 2.4, comment: 1.4 };
/** What a reflection is worth for each of its words, by how much it has to do with the subject. */
const WORTH_A_WORD = { topic: 0.62, genre: 0.55, universal: 0.34, strange: 0.12 };
/** No two phrases are worth exactly the same, so that another seed gives another film. */
const JITTER = 0.8;

/** From here on a film has room for reflections that fit any subject, and for comments. */
const LONG_FILM_SEC = 20;

/** Phrases that could stand around the facts: hooks, reflections, comments, recaps, invitations and a close. */
export function bankLines(
  facts: Facts,
  briefChoices: readonly Choice[],
  durationSec: number,
  random: Random,
): Choice[] {
  const bank = bankOf(facts.language);
  if (bank === undefined) return [];
  const long = durationSec > LONG_FILM_SEC;
  const phrases = new Phrases(facts, bank, random);
  const choices = [...phrases.reflections(long), ...phrases.invitations(long)];
  const opensWithQuestion = /\?/.test(briefChoices[0]?.[0]?.lines[0]?.text ?? '');
  if (!opensWithQuestion) choices.push(phrases.hooks());
  if (!facts.pieces.some(({ kind }) => kind === 'call')) choices.push(phrases.closers());
  if (long)
    choices.push(
      ...phrases.comments(briefChoices.length - 1),
      ...recapLines(facts, briefChoices, durationSec, random),
    );
  return choices;
}

class Phrases {
  private readonly topics: Lines[];

  constructor(
    private readonly facts: Facts,
    private readonly bank: PhraseBank,
    private readonly random: Random,
  ) {
    this.topics = fittingTopics(facts).map((topic) => bank.topics[topic]);
  }

  hooks(): Choice {
    const { topics, bank, genre } = this;
    return [
      ...topics.flatMap(({ hooks }, i) =>
        hooks.map((phrase) => this.single(phrase, 'hook', 0, WORTH.hook + 2 - i)),
      ),
      ...genre.hooks.map((phrase) => this.single(phrase, 'hook', 0, WORTH.hook)),
      ...bank.hooks.map((phrase) => this.single(phrase, 'hook', 0, WORTH.hook - 2)),
    ];
  }

  reflections(long: boolean): Choice[] {
    const universal = !long || SOBER.has(this.facts.genre) ? WORTH_A_WORD.strange : WORTH_A_WORD.universal;
    return [
      ...this.topics.flatMap(({ passages }, i) =>
        this.passages(passages, WORTH_A_WORD.topic - i * 0.08, i * 100),
      ),
      ...this.passages(this.genre.passages, WORTH_A_WORD.genre, 200),
      ...this.passages(this.bank.passages, universal, 300),
    ];
  }

  /** A short film invites once; a long one may do so more than once. */
  invitations(long: boolean): Choice[] {
    const list = (phrases: readonly Phrase[], from: number, worth: number): Variant[] =>
      this.random.shuffle(phrases).map((phrase, i) => this.single(phrase, 'invite', from + i, worth));
    const own = list(this.genre.invites, 0, WORTH.invite);
    return long
      ? [...own, ...list(this.bank.invites, 10, WORTH.invite - 1)].map((invite) => [invite])
      : [own];
  }

  closers(): Choice {
    const { name, genre } = this.facts;
    const frames = SOBER.has(genre) && genre !== 'job' ? [] : this.bank.frames.closeWithName[genre];
    const named =
      name === undefined || frames.length === 0 ? [] : [`${fill(this.random.pick(frames), name)} | ${name}`];
    return [
      ...named.map((phrase) => this.single(phrase, 'close', 0, WORTH.close + 1)),
      ...this.genre.closers.map((phrase) => this.single(phrase, 'close', 0, WORTH.close)),
    ];
  }

  /** At most one for each fact but the first. */
  comments(most: number): Choice[] {
    return this.random
      .shuffle(this.bank.comments)
      .slice(0, Math.max(0, most))
      .map((phrase, i) => [this.single(phrase, 'comment', i, WORTH.comment)]);
  }

  private get genre() {
    return this.bank.genres[this.facts.genre];
  }

  private passages(list: readonly Passage[], worthAWord: number, from: number): Choice[] {
    return this.random.shuffle(list).map((passage, i) => {
      const lines = passage.map((phrase) => this.line(phrase, 'passage', from + i));
      const words = lines.reduce((total, line) => total + line.words, 0);
      return [variant(lines, worthAWord * words + this.jitter())];
    });
  }

  private single(phrase: Phrase, act: Act, order: number, worth: number): Variant {
    return variant([this.line(phrase, act, order)], worth + this.jitter());
  }

  private line(phrase: Phrase, act: Act, order: number): Line {
    const { said, shown } = readPhrase(phrase);
    return { text: said, shown, words: countWords(said, this.facts.language), act, order };
  }

  private jitter(): number {
    return this.random.next() * JITTER;
  }
}

/** Kinds of film that keep to the matter: what fits any subject sounds odd in them. */
const SOBER: ReadonlySet<Genre> = new Set(['news', 'recipe', 'job']);

/** A topic's figures of speech sell and celebrate: they have no place in the news or in a job advert. */
function fittingTopics({ genre, topics }: Facts): Topic[] {
  if (genre === 'news' || genre === 'job') return [];
  return topics.slice(0, 2).filter((topic) => genre !== 'recipe' || topic === 'food' || topic === 'coffee');
}

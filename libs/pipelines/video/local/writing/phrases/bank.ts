/** What a brief wants from its audience; decides the tone of everything that is not in the brief itself. */
export const GENRES = ['offer', 'event', 'job', 'recipe', 'news', 'general'] as const;
export type Genre = (typeof GENRES)[number];

/** What a film is about, as far as its pictures and its figures of speech are concerned. */
export const TOPICS = [
  'food', 'coffee', 'sport', 'tech', 'travel', 'learning', 'health', 'style', 'home', 'culture', 'nature', 'money',
  'family', 'animals',
] as const; // prettier-ignore
export type Topic = (typeof TOPICS)[number];

/** "What is said. | What is shown": a sentence and the headline that goes with it. */
export type Phrase = string;
/** Sentences that belong together: all of them are spoken, or none. */
export type Passage = readonly Phrase[];

/** Lines for one kind of film. They promise nothing: every fact comes from the brief. */
export interface Lines {
  readonly hooks: readonly Phrase[];
  readonly passages: readonly Passage[];
}

export interface GenreLines extends Lines {
  readonly invites: readonly Phrase[];
  readonly closers: readonly Phrase[];
}

/** What a fact can be the answer to. */
export type Lead = 'price' | 'when' | 'where' | 'list' | 'saving';

/** Sentences with a place for a piece of the brief, `{x}`; the piece keeps its own grammar. */
export interface Frames {
  /** Presents the subject, a noun phrase: "Meet {x}." */
  readonly meet: Record<Genre, readonly string[]>;
  /** Presents the subject in the dative, for German. */
  readonly meetDative?: readonly string[];
  /** Presents a noun phrase in the nominative: "Meet {x}.", "Das ist {x}." */
  readonly essence: readonly string[];
  /**
   * What a job advert comes down to: the verb behind its subject (a pattern), and a sentence with the subject `{x}` and, as the advert has
   * it, the verb `{v}`: "The workshop is looking for you." The last frame suits adverts that keep their distance.
   */
  readonly seeking: { readonly verb: string; readonly frames: readonly [close: string, distant: string] };
  /** Says where: "Where? {x}." */
  readonly where: readonly string[];
  /** For a clause that begins with how, why, what: "Here is {x}." */
  readonly how: readonly string[];
  /** Carries words that are no sentence: "Good to know: {x}." The last one goes with a deadline. */
  readonly fragment: Record<Genre, readonly string[]>;
  /** Carries an enumeration: "Count on {x}." */
  readonly points: Record<Genre, readonly string[]>;
  /** Asked right before the fact that answers it. */
  readonly leads: Record<Lead, readonly Phrase[]>;
  /** Says a fact again in the end. */
  readonly recap: readonly string[];
  readonly name: readonly string[];
  readonly when: readonly string[];
  readonly place: readonly string[];
  readonly figure: readonly string[];
  readonly audience: readonly string[];
  readonly price: readonly string[];
  /** Asks the audience to come back to a name when the brief asks for nothing. */
  readonly closeWithName: Record<Genre, readonly string[]>;
}

export interface PhraseBank {
  readonly and: string;
  /** Spoken after a fact. */
  readonly comments: readonly Phrase[];
  readonly hooks: readonly Phrase[];
  /** Reflections that fit any subject, for long films with short briefs. */
  readonly passages: readonly Passage[];
  readonly invites: readonly Phrase[];
  readonly genres: Record<Genre, GenreLines>;
  readonly topics: Record<Topic, Lines>;
  readonly frames: Frames;
}

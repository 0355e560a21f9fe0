/** What the writer needs to know about a sentence; English asks a tagger, other languages closed lists and spelling. */
export interface Grammar {
  /** Whether it has a finite verb, so that it can stand alone. */
  isSentence(text: string): boolean;
  /** Noun phrases without their articles, in the order of the text. */
  nounPhrases(text: string): string[];
  /** A phrase without the article or possessive before it. */
  bareNoun(phrase: string): string;
  /** Names of products, firms and people, the most likely subject first. */
  names(text: string): string[];
  /** "in Lisbon", with its preposition. */
  place(text: string): string | undefined;
  /** "Saturday, 12 May", without a preposition. */
  date(text: string): string | undefined;
  /** To stand inside a sentence: lower-case, unless the first word is a name. */
  inside(text: string): string;
  /** A noun phrase as the object of "Meet …": articled where the language wants it, "my" turned into "our". */
  object(phrase: string): string;
  /** A product's name as an object: "the Lumen lamp", "Lumen". */
  named(name: string): string;
  /** Whether it begins with an article, a possessive or the like, or with a name. */
  isDetermined(phrase: string): boolean;
  /** Whether a fragment can follow "Meet …" (English adds the article; elsewhere it must have one, or be a name). */
  canBeObject(fragment: string): boolean;
  /** The noun phrase that the sentence begins with, its article included. */
  opening(text: string): string | undefined;
  /** A noun phrase with a relative clause as two: the phrase and a sentence about it. */
  unfold(phrase: string): [string, string] | undefined;
  /** Pieces of a compound sentence that can stand alone; one entry where it cannot be divided. */
  clauses(text: string): string[];
  /** The sentence without what it can spare, longest first; each entry is whole. */
  shorter(text: string): string[];
}

/** Removes each pattern's first match, one after the other and together; keeps what still is a sentence. */
export function spare(
  text: string,
  patterns: readonly RegExp[],
  isSentence: (text: string) => boolean,
): string[] {
  const results = new Set<string>();
  let current = text;
  for (const pattern of patterns) {
    for (const from of new Set([text, current])) {
      const less = from
        .replace(pattern, (_match, ...groups) => (typeof groups[0] === 'string' ? groups[0] : ''))
        .replace(/\s+([,.!?])/g, '$1')
        .replace(/[\s,;:]+([.!?]?)$/, '$1')
        .replace(/\s{2,}/g, ' ')
        .trim();
      if (less !== from && less.length >= 8 && isSentence(less)) {
        results.add(less);
        if (from === current) current = less;
      }
    }
  }
  return [...results].sort((a, b) => b.length - a.length);
}

/** Divides at a pattern where both sides can stand alone. */
export function divide(text: string, at: RegExp, isSentence: (text: string) => boolean): string[] {
  for (const match of text.matchAll(at)) {
    const left = text.slice(0, match.index).trim();
    const right = text.slice(match.index + match[0].length).trim();
    const long = (side: string) => side.split(/\s+/).length >= 3;
    if (long(left) && long(right) && isSentence(left) && isSentence(right)) {
      return [...divide(left, at, isSentence), ...divide(right, at, isSentence)];
    }
  }
  return [text];
}

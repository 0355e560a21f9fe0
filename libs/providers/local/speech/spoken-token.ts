/** A word with the punctuation around it set apart. */
export interface Token {
  core: string;
  opening: string;
  closing: string;
}

/** A token and its neighbours' cores ('' at the ends), for the rules that need to know. */
export interface Around {
  token: Token;
  previous: string;
  beforePrevious: string;
  next: string;
}

/** What a token that fits the pattern is said as, or null where the rule does not apply after all. */
export type Rule = [pattern: RegExp, say: (parts: string[], around: Around) => string[] | null];

/** Where a line belongs in the film. */
export type Act = 'hook' | 'subject' | 'fact' | 'comment' | 'passage' | 'recap' | 'invite' | 'close';

/** One spoken sentence. */
export interface Line {
  text: string;
  words: number;
  act: Act;
  /** Order within the act. */
  order: number;
  /** Headline that comes with a phrase of ours; lines from the brief have theirs made from their words. */
  shown?: string;
  /** The words that the line is about, for a headline, where they are known. */
  about?: string;
  /** Entries, where the line enumerates. */
  items?: string[];
}

/** Lines that are spoken together. */
export interface Variant {
  lines: Line[];
  words: number;
  value: number;
}

/** At most one of the variants is spoken. */
export type Choice = Variant[];

export const variant = (lines: Line[], value: number): Variant => ({
  lines,
  value,
  words: lines.reduce((total, line) => total + line.words, 0),
});

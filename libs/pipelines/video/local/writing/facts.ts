import { inEnglish } from './lexicon/english.js';
import { figureIn } from './figures.js';
import { GRAMMARS } from './grammar/index.js';
import { interpret, type Piece } from './interpret.js';
import { genreOf, topicsOf } from './lexicon/topics.js';
import type { Genre, Topic } from './phrases/bank.js';
import { wordsOf } from './words.js';

/** Everything that the writer knows about the brief. */
export interface Facts {
  language: string;
  genre: Genre;
  topics: Topic[];
  pieces: Piece[];
  /** Pictures and looks that the brief asks for, in its own words. */
  pictures: string[];
  look: string[];
  /** What it all is about, by name. */
  name: string | undefined;
  /** "Saturday, 12 May". */
  date: string | undefined;
  /** "in Lisbon". */
  place: string | undefined;
  figure: string | undefined;
}

/** @param text speakable text: see `speakable` */
export function gatherFacts(text: string, language: string): Facts {
  const english = wordsOf(text, language)
    .map((word) => inEnglish(word, language) ?? word)
    .join(' ');
  const genre = genreOf(`${text} ${english}`);
  const { pieces, pictures, look } = interpret(text, language, genre);
  const said = pieces.map(textOf).join('. ');
  const grammar = GRAMMARS[language];
  return {
    language,
    genre,
    topics: topicsOf(`${said} ${language === 'en' ? '' : english}`),
    pieces,
    pictures,
    look,
    name: labelledName(pieces) ?? subjectName(pieces, (text) => grammar?.names(text) ?? []),
    date: grammar?.date(said),
    place: grammar?.place(said),
    figure: figureIn(said),
  };
}

const labelledName = (pieces: Piece[]): string | undefined =>
  pieces.flatMap((piece) =>
    (piece.kind === 'field' && piece.field === 'name') || (piece.kind === 'subject' && piece.shape === 'name')
      ? [piece.text]
      : [],
  )[0];

/** A name that the brief begins with or comes back to; one that it only mentions is not what the film is about. */
function subjectName(pieces: Piece[], namesIn: (text: string) => string[]): string | undefined {
  const [first = '', ...rest] = pieces.map(textOf);
  const [opening] = namesIn(first);
  if (opening !== undefined) return opening;
  const said = [first, ...rest].join('. ');
  return namesIn(said).find((name) => /\p{Lu}/u.test(name) && said.split(name).length > 2);
}

export const textOf = (piece: Piece): string =>
  piece.kind === 'points' ? piece.items.join(', ') : piece.text;

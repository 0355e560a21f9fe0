import type { Facts } from './facts.js';
import { figuresIn } from './figures.js';
import type { Piece } from './interpret.js';
import { variant, type Act, type Choice, type Line, type Variant } from './lines.js';
import { finish } from './sentences.js';
import { countWords, wordsOf } from './words.js';

/** A sentence that leans on the one before it: "It lasts 48 hours." */
const LEANS: Record<string, RegExp> = {
  en: /^(?:made|designed|built|available|perfect|ideal|ships|comes|starts|opens|includes|costs|lasts|plus|it|they|he|she|this|these|those|that|its|their|such|both|there)\b/i,
  fr: /^(?:il|elle|ils|elles|cela|ce|ces|cet|cette|c['’]est|leur|leurs|son|sa|ses)(?!\p{L})/iu,
  es: /^(?:esto|eso|ellos|ellas|él|ella|lo|su|sus|este|esta|estos|estas)(?!\p{L})(?! (?:sábado|domingo|lunes|martes|miércoles|jueves|viernes|fin|semana|noche|mes|año))/iu,
  de: /^(?:er|es|das|dies|diese[rsnm]?|dabei|damit|dort|dazu|dadurch)(?!\p{L})/iu,
};

export const leans = (text: string, language: string): boolean => LEANS[language]?.test(text) === true;

/** More words than this in one sentence leave a listener behind. */
const LONGEST_SENTENCE = 34;
/** More characters than this do not fit a scene. */
const LONGEST_LINE = 280;
/** What a piece is worth for where the brief puts it. */
const FIRST = 9;
const SECOND = 2;

/** Writes in any language: the brief's own sentences, as they stand. */
export class PlainWriter {
  constructor(protected readonly facts: Facts) {}

  write(): Choice[] {
    const choices: Choice[] = [];
    this.facts.pieces.forEach((piece, index) => {
      const choice = this.choiceFor(piece, index).filter(({ words }) => words > 0);
      if (choice.length === 0) return;
      const previous = choices.at(-1);
      if (previous !== undefined && piece.kind === 'sentence' && leans(piece.text, this.facts.language))
        append(previous, choice);
      else choices.push(choice);
    });
    return choices;
  }

  protected choiceFor(piece: Piece, index: number): Choice {
    return piece.kind === 'sentence' ? [this.variantOf([piece.text], index, 'fact')] : [];
  }

  protected variantOf(texts: readonly string[], index: number, act: Act, extra: Partial<Line> = {}): Variant {
    const { language } = this.facts;
    const lines = texts
      .map((text) => finish(text, language))
      .filter((text) => text !== '' && text.length <= LONGEST_LINE)
      .map((text): Line => ({ text, words: countWords(text, language), act, order: index, ...extra }));
    const place = index === 0 ? FIRST : index === 1 ? SECOND : 0;
    return variant(
      lines,
      lines.reduce((total, line) => total + this.worth(line), place),
    );
  }

  /** Information counts: figures, names, places, dates and content words. */
  private worth({ text, words }: Line): number {
    const { name, place, date, language } = this.facts;
    const content = new Set(wordsOf(text, language).filter((word) => word.length >= 4)).size;
    const named = [name, date, place].filter((part) => part !== undefined && text.includes(part)).length;
    const tooLong = words > LONGEST_SENTENCE ? 20 : 0;
    return 0.9 * words + 0.2 * content + 2.5 * figuresIn(text).length + 1.8 * named - tooLong;
  }
}

/** A leaning sentence is only ever spoken right after the one that it leans on. */
function append(previous: Choice, choice: Choice): void {
  const longest = previous[0];
  if (longest === undefined) return;
  previous.unshift(
    ...choice.map((next) => variant([...longest.lines, ...next.lines], longest.value + next.value)),
  );
}

/** A piece of a filter; `column` counts characters from 1. */
export interface Token {
  kind: 'word' | 'text' | 'symbol' | 'end';
  /** A text without its quotes. */
  value: string;
  column: number;
}

export class FilterSyntaxError extends Error {
  override readonly name = 'FilterSyntaxError';

  constructor(
    readonly column: number,
    message: string,
  ) {
    super(message);
  }
}

const SPACE = /\s+/y;
const WORD = /[\p{L}\p{N}_.:+@/-]+/uy;
const SYMBOL = /!=|>=|<=|[=<>(),]/y;
const NEGATED = /!(?:in|like)\b/iy;

/** @throws FilterSyntaxError */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const column = at + 1;
    const space = take(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      const { value, end } = quoted(text, at);
      tokens.push({ kind: 'text', value, column });
      at = end;
      continue;
    }
    const symbol = take(NEGATED)?.toLowerCase() ?? take(SYMBOL);
    const value = symbol ?? take(WORD);
    if (value === undefined) throw new FilterSyntaxError(column, `${shown(text[at]!)} has no meaning here`);
    tokens.push({ kind: symbol === undefined ? 'word' : 'symbol', value, column });
    at += value.length;
  }
  tokens.push({ kind: 'end', value: '', column: text.length + 1 });
  return tokens;
}

/** A quote within the text is doubled; a backslash is a character like any other. */
function quoted(text: string, start: number): { value: string; end: number } {
  const quote = text[start]!;
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== quote) value += text[at];
    else if (text[at + 1] === quote) value += text[at++];
    else return { value, end: at + 1 };
  }
  throw new FilterSyntaxError(start + 1, `the text that begins here has no end; expected another ${quote}`);
}

export const shown = (text: string): string =>
  JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

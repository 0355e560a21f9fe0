import { ValidationError, type FieldError } from '#libs/kernel';
import type { Filter, FilterField, FilterSchema, FilterValue, Operator } from './filter.js';
import { OPERATORS, OPERATORS_OF } from './filter.js';
import { FilterSyntaxError, shown, type Token, tokensOf } from './lexer.js';
import { expectation, valueOf } from './values.js';

/** What one filter may ask of the database. */
export const MAX_LENGTH = 2_000;
export const MAX_DEPTH = 10;
export const MAX_CONDITIONS = 50;
export const MAX_VALUES = 100;

/**
 * Reads a filter such as `status in (failed, cancelled) AND createdAt >= 2026-11-01`. Words of the grammar may be written in any case.
 * @param path the name of the parameter, for errors
 * @throws ValidationError telling for each mistake the column (from 1) and what would be right
 */
export function parseFilter(text: string, schema: FilterSchema, path = 'filter'): Filter {
  if (text.length > MAX_LENGTH) {
    throw new ValidationError([{ path, message: `must have at most ${MAX_LENGTH} characters` }]);
  }
  const errors: FieldError[] = [];
  const mistake = (column: number, message: string): void =>
    void errors.push({ path, message: `column ${column}: ${message}` });
  let filter: Filter | undefined;
  try {
    filter = new Parser(tokensOf(text), schema, mistake).whole();
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    mistake(error.column, error.message);
  }
  if (filter === undefined || errors.length > 0) throw new ValidationError(errors);
  return filter;
}

/** A wrong field or value is noted and the reading goes on; where the structure is wrong, it ends. */
class Parser {
  private next = 0;
  private conditions = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly schema: FilterSchema,
    private readonly mistake: (column: number, message: string) => void,
  ) {}

  whole(): Filter {
    const filter = this.anyOf(0);
    if (this.peek().kind !== 'end') throw this.unexpected('AND, OR or the end');
    return filter;
  }

  private anyOf(depth: number): Filter {
    return this.joined('or', () => this.joined('and', () => this.term(depth)));
  }

  private joined(kind: 'and' | 'or', part: () => Filter): Filter {
    const parts = [part()];
    while (this.takeWord(kind)) parts.push(part());
    return parts.length === 1 ? parts[0]! : { kind, parts };
  }

  private term(depth: number): Filter {
    const { column } = this.peek();
    if (depth > MAX_DEPTH) {
      throw new FilterSyntaxError(column, `must not be nested more than ${MAX_DEPTH} levels deep`);
    }
    if (this.takeSymbol('(')) {
      const inner = this.anyOf(depth + 1);
      if (!this.takeSymbol(')')) throw this.unexpected('AND, OR or )');
      return inner;
    }
    // A field may be called "not": then an operator follows.
    if (this.isWord('not') && !this.isOperator(this.tokens[this.next + 1])) {
      this.next++;
      return { kind: 'not', part: this.term(depth + 1) };
    }
    return this.comparison();
  }

  private comparison(): Filter {
    const name = this.take();
    if (name.kind !== 'word') throw this.unexpected('a field, NOT or (', name);
    if (++this.conditions > MAX_CONDITIONS) {
      throw new FilterSyntaxError(name.column, `must not have more than ${MAX_CONDITIONS} conditions`);
    }
    const field = this.fieldOf(name);
    const sign = this.take();
    if (!this.isOperator(sign)) throw this.unexpected(`an operator (${OPERATORS.join(' ')})`, sign);
    const operator = sign.value.toLowerCase() as Operator;
    const isList = operator === 'in' || operator === '!in';
    const value = isList ? this.list(field) : this.value(field, operator);
    if (field !== undefined && !OPERATORS_OF[field.type].includes(operator)) {
      this.mistake(
        sign.column,
        `${name.value} can't be compared with ${operator}; use one of ${OPERATORS_OF[field.type].join(' ')}`,
      );
    }
    return { kind: 'compare', field: name.value, operator, value };
  }

  private fieldOf({ value, column }: Token): FilterField | undefined {
    if (Object.hasOwn(this.schema, value)) return this.schema[value];
    this.mistake(
      column,
      `${shown(value)} is no field to filter by; expected one of ${Object.keys(this.schema).join(', ')}`,
    );
    return undefined;
  }

  private list(field: FilterField | undefined): FilterValue[] {
    if (!this.takeSymbol('(')) throw this.unexpected('( and a list of values');
    const values: FilterValue[] = [];
    do {
      const { column } = this.peek();
      if (values.length === MAX_VALUES) {
        throw new FilterSyntaxError(column, `a list must not have more than ${MAX_VALUES} values`);
      }
      values.push(this.literal(field));
    } while (this.takeSymbol(','));
    if (!this.takeSymbol(')')) throw this.unexpected('a comma or )');
    return values;
  }

  private value(field: FilterField | undefined, operator: Operator): FilterValue | null {
    const { column } = this.peek();
    if ((operator === '=' || operator === '!=') && this.takeWord('null')) {
      if (field && !field.nullable) this.mistake(column, 'this field is never null');
      return null;
    }
    const value = this.literal(field);
    if ((operator === 'like' || operator === '!like') && /(?<!\\)(?:\\\\)*\\$/.test(String(value))) {
      this.mistake(column, 'a pattern must not end with a single backslash');
    }
    return value;
  }

  private literal(field: FilterField | undefined): FilterValue {
    const isNull = this.isWord('null');
    const token = this.take();
    if (token.kind !== 'word' && token.kind !== 'text') throw this.unexpected('a value', token);
    if (isNull) {
      this.mistake(token.column, 'only = and != know null; write "null" for the text');
      return token.value;
    }
    const value = field === undefined ? token.value : valueOf(field, token.value);
    if (value === null && field !== undefined) this.mistake(token.column, `must be ${expectation(field)}`);
    return value ?? token.value;
  }

  private peek(): Token {
    return this.tokens[this.next]!;
  }

  private take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.next++;
    return token;
  }

  private takeSymbol(symbol: string): boolean {
    const found = this.peek().kind === 'symbol' && this.peek().value === symbol;
    if (found) this.next++;
    return found;
  }

  private isWord(word: string): boolean {
    return this.peek().kind === 'word' && this.peek().value.toLowerCase() === word;
  }

  private takeWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.next++;
    return found;
  }

  private isOperator(token: Token | undefined): boolean {
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'symbol')) return false;
    return (OPERATORS as readonly string[]).includes(token.value.toLowerCase());
  }

  private unexpected(expected: string, token = this.peek()): FilterSyntaxError {
    const found = token.kind === 'end' ? 'the end' : shown(token.value);
    return new FilterSyntaxError(token.column, `expected ${expected}, found ${found}`);
  }
}

const QUOTE = /["“„«]\s*([^"“”„«»]{8,})\s*["”“»]/u;
const NAME = String.raw`\p{Lu}[\p{L}.'’-]+(?: (?:(?:de|von|van|da|di|la) )?\p{Lu}[\p{L}.'’-]+){1,3}`;

/** What somebody says word for word, without its marks and its last full stop; empty where nobody does. */
export const quoteIn = (text: string): string => (QUOTE.exec(text)?.[1] ?? '').trim().replace(/[.,]$/u, '');

/** Whose words they are: the first name of at least two words behind the quotation, else before it; empty where none is. */
export function speakerOf(narration: string, brief: string): string {
  const source = QUOTE.test(brief) ? brief : narration;
  const quote = QUOTE.exec(source);
  if (quote === null) return '';
  const name = new RegExp(NAME, 'u');
  const behind = source.slice(quote.index + quote[0].length);
  return (name.exec(behind) ?? name.exec(source.slice(0, quote.index)))?.[0] ?? '';
}

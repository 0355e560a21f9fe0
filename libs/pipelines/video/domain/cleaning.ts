/** A text with nothing left in it but what a person would read, and a record of what was taken out. */
export interface CleanText {
  /** Paragraphs and list entries stand on lines of their own; all other white space is a single space. */
  text: string;
  notes: string[];
}

interface Rule {
  pattern: RegExp;
  replacement: string;
  /** What one match is called in the notes. */
  what: string;
}

const HTML: Rule[] = [
  { pattern: /<(script|style)\b[\s\S]*?<\/\1\s*>/gi, replacement: ' ', what: 'script or style block' },
  { pattern: /<!--[\s\S]*?-->/g, replacement: ' ', what: 'HTML comment' },
  {
    pattern: /<\/?(?:p|div|br|hr|li|ul|ol|h[1-6]|tr|table|section|article|blockquote)(?=[\s/>])[^<>]*>/gi,
    replacement: '\n',
    what: 'HTML tag',
  },
  { pattern: /<\/?[a-z][^<>]*>/gi, replacement: '', what: 'HTML tag' },
];

const MARKDOWN: Rule[] = [
  { pattern: /^[ \t]*(?:```|~~~)[\w-]*[ \t]*$/gm, replacement: '', what: 'Markdown mark' },
  { pattern: /!?\[([^[\]\n]*)\]\([^()\n]*\)/g, replacement: '$1', what: 'Markdown link' },
  { pattern: /^[ \t]{0,3}#{1,6}[ \t]+/gm, replacement: '', what: 'Markdown mark' },
  { pattern: /^[ \t]{0,3}>[ \t]?/gm, replacement: '', what: 'Markdown mark' },
  { pattern: /^[ \t]*(?:[-*_][ \t]?){3,}$/gm, replacement: '', what: 'Markdown mark' },
  { pattern: /^[ \t]*[-*+•‣◦–][ \t]+/gm, replacement: '', what: 'Markdown mark' },
  { pattern: /(\*\*|__|~~)(?=\S)([^\n]*?\S)\1/g, replacement: '$2', what: 'Markdown mark' },
  {
    pattern: /(?<![\p{L}\p{N}*_])([*_])(?=\S)([^*_\n]*?\S)\1(?![\p{L}\p{N}*_])/gu,
    replacement: '$2',
    what: 'Markdown mark',
  },
];

const INVISIBLE: Rule[] = [
  { pattern: /\r\n?|[\u0085\u2028\u2029\v\f]/g, replacement: '\n', what: '' },
  { pattern: /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, replacement: '', what: 'direction mark' },
  // A zero-width joiner between two pictures is part of an emoji; everywhere else format characters show nothing.
  {
    pattern:
      /(?<!\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d|\u200d(?!\p{Extended_Pictographic})|(?!\u200d)\p{Cf}/gu,
    replacement: '',
    what: 'invisible character',
  },
  { pattern: /(?![\n\t])[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu, replacement: '', what: 'control character' },
  { pattern: /(\p{M}{2})\p{M}+/gu, replacement: '$1', what: 'pile of accents' },
];

const ENTITIES: Record<string, string> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€', pound: '£', hellip: '…', ndash: '–',
  mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', copy: '©', reg: '®', trade: '™', deg: '°',
  eacute: 'é', egrave: 'è', agrave: 'à', ccedil: 'ç', auml: 'ä', ouml: 'ö', uuml: 'ü', szlig: 'ß', ntilde: 'ñ',
}; // prettier-ignore

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[(name as string).toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code > 0x10ffff ? '' : String.fromCodePoint(code);
  });
}

/** Letters that only look different: mathematical alphabets and full-width Latin become what everybody types. */
const plainLetters = (text: string): string =>
  text.replace(/[\u{1d400}-\u{1d7ff}\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/gu, (c) => c.normalize('NFKC'));

/** What is nested deeper than this was made to annoy; its brackets go without ceremony. */
const MAX_ROUNDS = 6;

/** Strips markup, invisible and control characters; folds white space and Unicode (NFC). */
export function cleanText(raw: string): CleanText {
  const removed = new Map<string, number>();
  const apply = (text: string, rules: Rule[]): string =>
    rules.reduce((current, { pattern, replacement, what }) => {
      const matches = what === '' ? 0 : (current.match(pattern)?.length ?? 0);
      if (matches > 0) removed.set(what, (removed.get(what) ?? 0) + matches);
      return current.replace(pattern, replacement);
    }, text);

  let text = raw;
  // Entities can hide tags, and tags can hide tags: again until nothing changes, within reason.
  for (let round = 0, before = ''; before !== text && round < MAX_ROUNDS; round++) {
    before = text;
    text = apply(text, INVISIBLE);
    text = apply(text, HTML);
    text = apply(text, MARKDOWN);
    text = decodeEntities(text.replace(/`([^`\n]*)`/g, codeSpan))
      .replace(/`+/g, ' ')
      .normalize('NFC');
  }
  text = text.replace(/<(?=[a-z/!])/gi, '');
  text = plainLetters(unnumber(text))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
  return {
    text,
    notes: [...removed].map(([what, count]) => `${count} ${what}${count === 1 ? '' : 's'} removed`),
  };
}

/** Words in a code span are words; a command is not. */
const codeSpan = (_span: string, code: string): string => (/[/\\$;|<>{}=&]/.test(code) ? ' ' : ` ${code} `);

/** "1. Mix\n2. Bake" is a list; a single "1. FC Köln" is a name. */
function unnumber(text: string): string {
  const numbered = /^[ \t]*\d{1,2}[.)][ \t]+/gm;
  return (text.match(numbered)?.length ?? 0) >= 2 ? text.replace(numbered, '') : text;
}

/** Whether anything is left that can be said or shown: a letter, a digit or a picture. */
export const saysSomething = (clean: string): boolean =>
  /[\p{L}\p{N}]|(?![©®™])\p{Extended_Pictographic}/u.test(clean);

const NUMBER = String.raw`\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?`;

/** What a number in a text may stand for, the most telling first. The whole match is what is shown. */
const FIGURES: readonly RegExp[] = [
  // 40 %, 40% off, 40 percent
  new RegExp(String.raw`[-+−–]?(?:${NUMBER})\s?%`, 'u'),
  // $5, €1,200, 5 €, 5 EUR
  new RegExp(String.raw`[$€£¥]\s?(?:${NUMBER})(?:\s?(?:k|m|bn|million|billion)\b)?`, 'iu'),
  new RegExp(String.raw`(?:${NUMBER})\s?(?:[€£¥]|(?:eur|usd|chf|gbp|euros?|dollars?)\b)`, 'iu'),
  // 24/7, 7:00, 7.30 pm, 7 am, 7 Uhr, 18h30
  /\b24\/7\b/u,
  /\b(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?(?:[ap]\.?m\b\.?|uhr\b|h\b))?/iu,
  /\b(?:[01]?\d|2[0-3])\s?(?:[ap]\.?m\b\.?|uhr\b)/iu,
  /\b(?:[01]?\d|2[0-3])\s?h(?:\s?[0-5]\d)?\b/iu,
  // 3x, ×10, 10,000+
  new RegExp(String.raw`\b(?:${NUMBER})\s?[x×](?![\p{L}\p{N}])`, 'iu'),
  new RegExp(String.raw`(?:${NUMBER})\+?`, 'u'),
];

const SPELLED_PERCENT = new RegExp(
  String.raw`(${NUMBER})\s?(?:percent|per cent|prozent|pour cent|por ciento|por cento)(?!\p{L})`,
  'giu',
);

/** The figure that a scene is about, as it is to be shown: `40 %`, `$5`, `7:00`; empty where the texts have none. */
export function figureIn(...texts: string[]): string {
  const plain = texts.map((text) => text.replace(SPELLED_PERCENT, '$1 %'));
  for (const pattern of FIGURES) {
    for (const text of plain) {
      const match = pattern.exec(text);
      if (match) return match[0].trim();
    }
  }
  return '';
}

/**
 * The words around a figure that say what it counts: `unit` those behind it ("grams of sugar" after "50"), `lead` those
 * before it in its clause ("The line connects the airport with the harbour"). Either may be empty.
 */
export function counted(narration: string, figure: string): { unit: string; lead: string } {
  const at = narration.replace(SPELLED_PERCENT, '$1 %').indexOf(figure);
  if (at < 0) return { unit: '', lead: '' };
  const behind = narration.slice(at + figure.length).split(/[,.;:!?](?=\s|$)/u)[0] ?? '';
  const after = behind.split(AND)[0]?.trim().split(/\s+/u).filter(Boolean) ?? [];
  while (after.join(' ').length > LONGEST_UNIT || after.length > 5) after.pop();
  const before =
    narration
      .slice(0, at)
      .split(/[,.;:!?]\s/u)
      .at(-1)
      ?.trim()
      .split(/\s+/u) ?? [];
  const lead = withoutHanging(before).join(' ');
  return {
    unit: withoutHanging(after).join(' '),
    lead: lead.length >= 3 && lead.length <= LONGEST_LEAD ? lead : '',
  };
}

/** A preposition or an article at the end would leave the reader hanging. */
function withoutHanging(words: readonly string[]): string[] {
  const end = words.findLastIndex((word) => !HANGING.test(word));
  return words.slice(0, end + 1);
}

const AND = / (?:and|et|y|und) /u;
const LONGEST_LEAD = 52;

const LONGEST_UNIT = 32;
const HANGING =
  /^(?:a|an|the|of|on|in|at|and|or|to|with|for|by|is|un|une|de|du|des|d['’]|et|à|le|la|les|peu|el|los|las|y|o|en|con|der|die|das|und|oder|mit|im|in|ein|eine|auf|for)$/iu;

/** A headline without the figure that stands above it in large, unless hardly anything would be left. */
export function withoutFigure(headline: string, figure: string): string {
  const rest = headline
    .replace(SPELLED_PERCENT, '$1 %')
    .replace(figure, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s,;:.!?–—-]+|[\s,;:–—-]+$/gu, '');
  if (rest.split(' ').length < 2 || rest.length < 5) return headline;
  // A unit stays as it is: `km away`.
  const unit = (rest.split(' ')[0] as string).length <= 2;
  return unit ? rest : rest.charAt(0).toUpperCase() + rest.slice(1);
}

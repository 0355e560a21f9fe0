import { createRequire } from 'node:module';

interface Emoji {
  unicode: string;
  label: string;
}

let labels: Map<string, string> | undefined;

const bareForm = (emoji: string): string => emoji.replace(/\ufe0f/g, '');

/** For a brief made of pictures alone: their names in English, each once. */
export function emojiNames(text: string): string {
  const pictures = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)]
    .map(({ segment }) => segment)
    .filter((segment) => /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment));
  if (pictures.length === 0) return '';
  labels ??= new Map(
    (createRequire(import.meta.url)('emojibase-data/en/compact.json') as Emoji[]).map(
      ({ unicode, label }) => [bareForm(unicode), label],
    ),
  );
  const known = labels;
  return [...new Set(pictures.flatMap((picture) => known.get(bareForm(picture)) ?? []))]
    .slice(0, 8)
    .join(', ');
}

/** A figure as it is shown, with the number in it set apart: `from $1,200` is `from $`, 1200, ``. */
export interface Figure {
  /** The figure as it stands when the count has reached a share of it, 0 to 1. */
  at(share: number): string;
}

const NUMBER = /\d+(?:[.,'\u00a0\u202f ]\d{3})*(?:[.,]\d+)?/u;

/** Reads the first number of a figure; the time of day counts its hours. A text without a number is shown as it is. */
export function parseFigure(text: string): Figure {
  const match = NUMBER.exec(text);
  if (!match) return { at: () => text };
  const [before, number, after] = [
    text.slice(0, match.index),
    match[0],
    text.slice(match.index + match[0].length),
  ];
  const decimals = /[.,](\d{1,2}|\d{4,})$/u.exec(number)?.[1]?.length ?? 0;
  const value = Number(number.replace(/\D/gu, ''));
  return {
    at: (share) => {
      if (share >= 1) return text;
      const digits = Math.floor(value * share)
        .toString()
        .padStart(decimals + 1, '0');
      return before + likeIn(number, digits) + after;
    },
  };
}

/** The digits with the separators of the pattern, aligned at the end: `1,200` and `87` give `87`. */
function likeIn(pattern: string, digits: string): string {
  let [out, left] = ['', digits.length];
  for (let index = pattern.length - 1; index >= 0 && left > 0; index--) {
    const sign = pattern[index] as string;
    out = (/\d/u.test(sign) ? digits[--left] : sign) + out;
  }
  return out;
}

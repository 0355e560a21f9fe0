const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES = ['', 'thousand', 'million', 'billion', 'trillion'];
const ORDINALS = new Map([
  ['one', 'first'],
  ['two', 'second'],
  ['three', 'third'],
  ['five', 'fifth'],
  ['eight', 'eighth'],
  ['nine', 'ninth'],
  ['twelve', 'twelfth'],
]);

/** "1234" as words. Digits beyond the trillions, and numbers with leading zeros, are read one by one. */
export function cardinal(digits: string): string[] {
  if (digits.length > 15 || /^0\d/.test(digits)) return eachDigit(digits);
  const value = Number(digits);
  if (value === 0) return ['zero'];
  const groups: string[] = [];
  for (let rest = value, scale = 0; rest > 0; rest = Math.floor(rest / 1000), scale++) {
    const group = rest % 1000;
    if (group > 0) groups.unshift(...belowThousand(group), ...(scale > 0 ? [SCALES[scale] as string] : []));
  }
  return groups;
}

/** Digit by digit, as in a telephone number. */
export const eachDigit = (digits: string): string[] =>
  [...digits].map((digit) => ONES[Number(digit)] as string);

/** "12.50" (point for the decimals) as words. */
export function decimal(number: string): string[] {
  const [whole = '', fraction] = number.split('.');
  return fraction === undefined
    ? cardinal(whole)
    : [...cardinal(whole === '' ? '0' : whole), 'point', ...eachDigit(fraction)];
}

/** "21" as "twenty first". */
export function ordinal(digits: string): string[] {
  const words = cardinal(digits);
  const last = words.pop() as string;
  return [...words, ORDINALS.get(last) ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`)];
}

/** 1905 as "nineteen oh five", 2026 as "twenty twenty six", 2005 as "two thousand five". */
export function year(digits: string): string[] {
  const [century, rest] = [digits.slice(0, 2), digits.slice(2)];
  if (digits[1] === '0' && Number(rest) < 10) return cardinal(digits);
  if (rest === '00') return [...cardinal(century), 'hundred'];
  return [
    ...cardinal(century),
    ...(rest.startsWith('0') ? ['oh', ...cardinal(rest.slice(1))] : cardinal(rest)),
  ];
}

/** "twenty" as "twenties". */
export const plural = (word: string): string => (word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`);

function belowThousand(value: number): string[] {
  const words = value >= 100 ? [ONES[Math.floor(value / 100)] as string, 'hundred'] : [];
  const rest = value % 100;
  if (rest >= 20) words.push(TENS[Math.floor(rest / 10)] as string);
  const ones = rest < 20 ? rest : rest % 10;
  if (ones > 0) words.push(ONES[ones] as string);
  return words;
}

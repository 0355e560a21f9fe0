import { cardinal, decimal, eachDigit, ordinal, plural, year } from './numbers.js';
import { CURRENCIES, isMonth, MAGNITUDES, MONTHS, spell, UNITS } from './pronunciation.js';
import type { Around, Rule } from './spoken-token.js';
import { sayParts, sayWord } from './spoken-words.js';

const AMOUNT = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`;
const MAGNITUDE = '(k|mn|bn|tn|m|b|K|M|B)?';
const SIGN = '([$€£¥₹])';
const pattern = (source: string) => new RegExp(`^${source}$`, 'u');

const PRICE_RULES: Rule[] = [
  [
    pattern(`(-?)${SIGN}${AMOUNT}${MAGNITUDE}(\\+|/\\w+)?`),
    ([, minus, sign = '', amount = '', scale = '', tail = ''], around) => [
      ...(minus === '-' ? ['minus'] : tail === '+' ? ['more than'] : []),
      ...money(sign, amount, scale, around),
      ...(tail.startsWith('/') ? ['per', ...sayWord(tail.slice(1))] : []),
    ],
  ],
  [
    pattern(`${SIGN}${AMOUNT}${MAGNITUDE}[-–][$€£¥₹]?${AMOUNT}${MAGNITUDE}`),
    ([, sign = '', from = '', fromScale = '', to = '', toScale = ''], around) => [
      ...amountWords(from),
      ...magnitude(fromScale),
      'to',
      ...money(sign, to, toScale, around),
    ],
  ],
  [
    pattern(`${AMOUNT}${MAGNITUDE}${SIGN}`),
    ([, amount = '', scale = '', sign = ''], around) => money(sign, amount, scale, around),
  ],
  [
    /^(?:[$€£¥₹]|USD|EUR|GBP|JPY|INR)$/u,
    ([unit = ''], { previous }) =>
      /\d/.test(previous) || unit.length === 1 ? [currency(unit)[previous === '1' ? 'one' : 'many']] : null,
  ],
  [
    /^(?:thousand|million|billion|trillion)$/i,
    ([word = ''], { previous }) =>
      /^[$€£¥₹]\d/u.test(previous) ? [word.toLowerCase(), currency(previous.charAt(0)).many] : null,
  ],
];

const TIME_RULES: Rule[] = [
  [
    /^(\d{1,2})[:h](\d{2})(?::\d{2})?([ap]\.?m)?$/i,
    ([, hour = '', minute = '', half = ''], { next }) => clock(hour, minute, half, next),
  ],
  [/^(\d{1,2})\.(\d{2})([ap]\.?m)$/i, ([, hour = '', minute = '', half = '']) => clock(hour, minute, half)],
  [/^(\d{1,2})([ap]\.?m)$/i, ([, hour = '', half = '']) => [...cardinal(hour), halfDay(half)]],
  [
    /^(\d{1,2}(?::\d{2})?)([ap]\.?m)?[-–](\d{1,2}(?::\d{2})?)([ap]\.?m)$/i,
    ([, from = '', first = '', to = '', half = '']) => [...time(from, first), 'to', ...time(to, half)],
  ],
  [
    /^(\d{1,2}:\d{2}|\d{1,2})[-–](\d{1,2}:\d{2})$/,
    ([, from = '', to = ''], { next }) => [...time(from, '', next), 'to', ...time(to, '', next)],
  ],
  [
    /^[ap]\.?m$/i,
    ([half = ''], { previous }) =>
      /\d$/.test(previous) || half !== half.toLowerCase() || half.includes('.') ? [halfDay(half)] : null,
  ],
  [/^24\/7$/, () => ['twenty four seven']],
];

const DATE_RULES: Rule[] = [
  [
    /^(\d{4})-(0\d|1[0-2])-(\d{2})$/,
    ([, of = '', month = '', day = '']) => [
      MONTHS[Number(month) - 1] ?? '',
      ...ordinal(String(Number(day))),
      ...year(of),
    ],
  ],
  [/^(\d+)(?:st|nd|rd|th)$/i, ([, digits = '']) => ordinal(digits)],
  [/^(\d{2})?(\d0)s$/, ([, century = '', tens = '']) => decade(century, tens)],
  [
    /^((?:19|20)\d\d)[-–](\d{4}|\d\d)$/,
    ([, from = '', to = '']) => [...year(from), 'to', ...(to.length === 4 ? year(to) : cardinal(to))],
  ],
  [/^([123])\/([23458])$/, ([, top = '', bottom = '']) => fraction(top, bottom)],
  [
    /^(\d{1,4})\/(\d{1,4})(?:\/(\d{2,4}))?$/,
    ([, ...parts]) =>
      parts
        .filter((part) => part !== '')
        .flatMap((part) => (part.length === 4 ? year(part) : cardinal(String(Number(part))))),
  ],
];

const AMOUNT_RULES: Rule[] = [
  [/^(?:\d{3}-)?\d{3}-\d{4}$/, ([digits = '']) => digits.split('-').flatMap(eachDigit)],
  [
    pattern(`${AMOUNT}[-–]${AMOUNT}(\\D{0,4})`),
    ([, from = '', to = '', unit = ''], around) => [
      ...amountWords(from),
      'to',
      ...amountAndUnit(to, unit, around),
    ],
  ],
  [
    pattern(`[-−]${AMOUNT}(\\D{0,4})`),
    ([, amount = '', unit = ''], around) => ['minus', ...amountAndUnit(amount, unit, around)],
  ],
  [
    /^\+(\d+)$/,
    ([, digits = ''], { next }) => ['plus', ...(/^\d{2,}/.test(next) ? eachDigit(digits) : cardinal(digits))],
  ],
  [pattern(`${AMOUNT}\\+`), ([, amount = '']) => ['more than', ...amountWords(amount)]],
  [pattern(AMOUNT), ([amount = ''], around) => number(amount, around)],
  [
    /^[\p{L}°²/]{1,4}$/u,
    ([unit = ''], around) =>
      /^[\d.,–-]+$/.test(around.previous) && !/^(in|am|pm)$/i.test(unit)
        ? (measure(around.previous, unit, around)?.slice(amountWords(around.previous).length) ?? null)
        : null,
  ],
  [pattern(`${AMOUNT}(\\D{1,5}|m2)`), ([, amount = '', unit = ''], around) => measure(amount, unit, around)],
];

export const NUMBER_RULES: Rule[] = [...PRICE_RULES, ...TIME_RULES, ...DATE_RULES, ...AMOUNT_RULES];

const amountWords = (amount: string) => decimal(amount.replace(/,/g, ''));
const magnitude = (scale: string) => (scale === '' ? [] : [MAGNITUDES.get(scale.toLowerCase()) as string]);

function currency(sign: string): { one: string; many: string; cent: string; cents: string } {
  const [one = '', many = '', cent = '', cents = ''] = CURRENCIES.get(sign)?.split('/') ?? [];
  return { one, many, cent, cents };
}

/** The currency's name goes behind the magnitude, which may be the next word: "$5 million" is "five | million dollars". */
function money(sign: string, amount: string, scale: string, { next }: Around): string[] {
  const names = currency(sign);
  const [whole = '0', cents] = amount.replace(/,/g, '').split('.');
  if (scale !== '') return [...amountWords(amount), ...magnitude(scale), names.many];
  if (/^(thousand|million|billion|trillion)$/i.test(next)) return amountWords(amount);
  const unit = whole === '1' ? names.one : names.many;
  if (cents?.length !== 2) return [...amountWords(amount), cents === undefined ? unit : names.many];
  if (Number(cents) === 0) return [...cardinal(whole), unit];
  const small = [...cardinal(String(Number(cents))), Number(cents) === 1 ? names.cent : names.cents];
  return Number(whole) === 0 ? small : [...cardinal(whole), unit, 'and', ...small];
}

const amountAndUnit = (amount: string, unit: string, around: Around): string[] =>
  unit === ''
    ? amountWords(amount)
    : (measure(amount, unit, around) ?? [...amountWords(amount), ...sayParts(unit)]);

function measure(amount: string, unit: string, { next }: Around): string[] | null {
  if (/^[kKMB]$|^bn$/.test(unit)) {
    // "4K" is a picture, "40k" and "2M" are many.
    const picture = unit === 'K' && amount.length === 1 && !/^[a-z]+s$/.test(next);
    return [...amountWords(amount), ...(picture ? spell(unit) : magnitude(unit))];
  }
  if (/^[DG]$/.test(unit)) return [...amountWords(amount), ...spell(unit)];
  const [one, many] = UNITS.get(unit.toLowerCase())?.split('/') ?? [];
  if (one === undefined || many === undefined) return null;
  return [...amountWords(amount), amount === '1' ? one : many];
}

const COUNTED = /^[a-z]+s$|^(people|percent|%|million|thousand|km|kg|m|of)$/;
const DATING = /^(in|since|from|by|until|before|after|year|circa|established|founded)$/i;

function number(amount: string, { previous, beforePrevious, next }: Around): string[] {
  const day = /^([1-9]|[12]\d|3[01])$/.test(amount);
  if (day && isMonth(previous)) return ordinal(amount);
  if (day && isMonth(next)) return ['the', ...ordinal(amount), 'of'];
  const inTelephoneNumber =
    /^\+\d/.test(previous) || (/^\d{3,}$/.test(previous) && /^(\+\d|\d{3,}$)/.test(beforePrevious));
  if (inTelephoneNumber && /^\d+$/.test(amount)) return eachDigit(amount);
  if (/^(19|20)\d\d$/.test(amount) && !COUNTED.test(next)) return year(amount);
  if (/^1[1-8]\d\d$/.test(amount) && DATING.test(previous)) return year(amount);
  return amountWords(amount);
}

const halfDay = (text: string) => (/^a/i.test(text) ? 'ay em' : 'pee em');

function time(text: string, half: string, next = ''): string[] {
  const [hour = '', minute] = text.split(':');
  if (minute !== undefined) return clock(hour, minute, half, next);
  return half === '' ? cardinal(hour) : [...cardinal(hour), halfDay(half)];
}

function clock(hour: string, minute: string, half: string, next = ''): string[] {
  const hours = cardinal(String(Number(hour)));
  const halves = half === '' ? [] : [halfDay(half)];
  const minutes = minute.startsWith('0') ? ['oh', ...cardinal(minute.slice(1))] : cardinal(minute);
  if (Number(minute) > 0) return [...hours, ...minutes, ...halves];
  if (half !== '' || /^[ap]\.?m$/i.test(next)) return [...hours, ...halves];
  return [...hours, Number(hour) > 12 || Number(hour) === 0 ? 'hundred' : "o'clock"];
}

function decade(century: string, tens: string): string[] | null {
  const name = plural(cardinal(tens).at(-1) as string);
  if (century === '') return Number(tens) < 20 ? null : [name];
  if (tens === '00') return century === '20' ? ['two thousands'] : [...cardinal(century), 'hundreds'];
  return [...cardinal(century), name];
}

function fraction(top: string, bottom: string): string[] {
  const part = { '2': 'half', '4': 'quarter' }[bottom] ?? ordinal(bottom).join(' ');
  return [...cardinal(top), top === '1' ? part : part === 'half' ? 'halves' : `${part}s`];
}

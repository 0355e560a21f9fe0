/** Months and hours look like quantities and are none. */
const NOT_A_UNIT =
  /^(?:am|pm|uhr|h|hrs|o['’]clock|heures?|horas?|jan\p{L}*|feb\p{L}*|mar|march|märz|mars|marzo|apr\p{L}*|avril|abril|may|mai|mayo|jun[ei]?\p{L}*|jul[iy]?\p{L}*|juillet|aug\p{L}*|août|agosto|sep\p{L}*|okt\p{L}*|oct\p{L}*|nov\p{L}*|dec\p{L}*|dez\p{L}*|dic\p{L}*|déc\p{L}*|de|of|and|or|et|ou|y|und|oder|to|bis|à|a|in|on|at|for|with|the|street|st|road|avenue|rue|calle|stra(?:ß|ss)e)$/iu;
/** What stands before the time of day: "at 7", "dès 7", "um 7", "a las 7", "no. 7". */
const TIME_BEFORE =
  /(?:\b(?:at|by|from|until|till|before|after|to|no|nr|dès|vers|um|ab|las|la|les|den|le|el|par|desde|hasta|bis|page|room)\.?|à|n°)\s*$/iu;

/** What may follow a percentage or a price on screen. */
const OFF =
  /^(?:off|discount|less|more|cheaper|faster|rabatt|weniger|mehr|descuento|menos|más|réduction|remise|moins|plus|million\p{L}*|billion)$/iu;
/** Units that make even a small number worth showing. */
const MEASURE =
  /^(?:second|minute|hour|day|night|week|month|year|star|km|kilomet|mile|meter|metre|kg|gram|litre|liter|time|seconde|heure|jour|nuit|semaine|mois|an|ans|année|étoile|fois|segundo|minuto|hora|día|noche|semana|mes|año|estrella|ve[zc]|sekunde|stunde|tag|nacht|woche|monat|jahr|stern|mal)(?:e?s|e|en|n)?(?:-|$)/iu;

const AMOUNT =
  /(?<![\p{L}\d.,:])(?:[$£€¥]\s?\d[\d.,]*\d|[$£€¥]\s?\d|\d[\d.,]*\d|\d)(?:\s?(?:€|%|°C?|k\b|x\b|×)|\+)?(?:[ -](?:percent|per cent|pour cent|por ciento|Prozent|million|millions|millones|Millionen|billion|milliards?|Milliarden|thousand)\b)?(?:[ -](\p{L}[\p{L}-]+))?/gu;

/**
 * The quantity that a scene can count up to, as it is to be shown: "20 minutes", "$49", "30%", "1,200 jobs".
 * Years, dates, times of day and house numbers are no quantities.
 */
export const figureIn = (text: string): string | undefined => figuresIn(text)[0];

/** All of them, the most impressive first. */
export function figuresIn(text: string): string[] {
  const found: { shown: string; weight: number }[] = [];
  for (const match of text.matchAll(AMOUNT)) {
    const unit = match[1];
    const bareSign = /[$£€¥%]/.test(match[0]) && !OFF.test(unit ?? '');
    const proper = unit === undefined || bareSign || NOT_A_UNIT.test(unit);
    const number = (proper && unit !== undefined ? match[0].slice(0, -unit.length) : match[0]).replace(
      /[\s.,-]+$/,
      '',
    );
    const signed = /[$£€¥%×+]|percent|per cent|pour cent|por ciento|Prozent|illi|thousand|\dx/.test(number);
    if (!signed && proper) continue;
    const before = text.slice(0, match.index);
    const digits = number.replace(/\D/g, '');
    if (!signed && TIME_BEFORE.test(before) && digits.length < 3) continue;
    if (!signed && /^(?:19|20)\d\d$/.test(digits) && !/[.,]/.test(match[0].slice(0, 5))) continue;
    // "2 eggs" is a detail, "2 hours" is a promise.
    if (!signed && digits.length < 2 && !MEASURE.test(unit ?? '')) continue;
    found.push({ shown: number, weight: (signed ? 2 : 0) + Math.min(3, digits.length) });
  }
  return found.sort((a, b) => b.weight - a.weight).map(({ shown }) => shown);
}

/** The entries of an enumeration inside a sentence ("bread, cakes and coffee"); fewer than three are none. */
export function enumerationIn(text: string): string[] {
  const match =
    /((?:[\p{L}\d][^,;:.!?()]*?, ){1,7}[^,;:.!?()]+?,? (?:and|or|et|ou|y|e|o|und|oder) [^,;:.!?()]+)/u.exec(
      text,
    );
  if (match === null) return [];
  const parts = (match[1] ?? '').split(/,? (?:and|or|et|ou|y|e|o|und|oder) |, /u).map((part) => part.trim());
  // The first entry still carries the words before the list: "We sell bread" keeps its last word or two.
  const lengths = parts.slice(1).map((part) => part.split(' ').length);
  const size = Math.max(...lengths);
  if (parts.length < 3 || size > 5) return [];
  const first = (parts[0] ?? '')
    .split(' ')
    .slice(-Math.max(1, Math.min(2, size)))
    .join(' ');
  return [first, ...parts.slice(1)];
}

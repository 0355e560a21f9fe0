const PRICE = String.raw`(?:[$€£¥]\s?\d[\d.,]*\d|[$€£¥]\s?\d|\d[\d.,]*(?<=\d)\s?(?:€|£|\$|euros?|dollars?|francs?|CHF|EUR|USD|GBP)(?!\p{L}))`;
/** "Costs $49", "The price is €420,000", "Der Preis beträgt 30 Euro". */
const PRICE_LINE = new RegExp(
  String.raw`^(?:it |all |das |elle |il |la |el )?(?:costs?|cuesta|coûte|kostet|(?:the )?price(?: is)?|(?:der )?preis(?: beträgt| ist)?|(?:le )?prix(?: est de)?|(?:el )?precio(?: es(?: de)?)?|for|für|pour|por)(?: only| just| nur| seulement| solo)?:?\s(?:of )?(${PRICE})[.!]?$`,
  'iu',
);

/** The price that a line says and nothing else; empty where it says something else. */
export const priceIn = (line: string): string => PRICE_LINE.exec(line.trim())?.[1] ?? '';

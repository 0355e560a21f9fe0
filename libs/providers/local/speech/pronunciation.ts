/** "a = x, b = y z" as a map: tables that stay readable. */
const table = (text: string): Map<string, string> =>
  new Map(
    text
      .trim()
      .split(/\s*,\s*/u)
      .map((entry) => entry.split(/\s*=\s*/u) as [string, string]),
  );
const words = (text: string): Set<string> => new Set(text.trim().split(/\s+/u));

/** What the letters are called, spelt so that the voice says them. */
const LETTERS = table(`
  a = ay, b = bee, c = see, d = dee, e = ee, f = eff, g = jee, h = aitch, i = eye, j = jay, k = kay, l = ell, m = em, n = en, o = oh,
  p = pee, q = cue, r = are, s = ess, t = tee, u = you, v = vee, w = double you, x = ex, y = why, z = zee
`);

export const spell = (letters: string): string[] =>
  [...letters.toLowerCase()].flatMap((letter) => LETTERS.get(letter)?.split(' ') ?? []);

/** Abbreviations that never end a sentence; without their full stop, in lower case. */
export const TITLES = table(`
  dr = doctor, mr = mister, mrs = missus, ms = miz, prof = professor, mt = mount, gen = general, sgt = sergeant, capt = captain,
  vs = versus, e.g = for example, i.e = that is, approx = approximately, fig = figure, cf = compare, incl = including
`);

/** Abbreviations that may end one. */
export const ABBREVIATIONS = table(`
  ave = avenue, rd = road, blvd = boulevard, inc = incorporated, ltd = limited, co = company, corp = corporation,
  dept = department, jr = junior, sr = senior, etc = et cetera, est = established, tel = telephone, min = minutes, max = maximum,
  hrs = hours, sec = seconds, a.m = ay em, p.m = pee em, jan = january, feb = february, mar = march, apr = april, jun = june,
  jul = july, aug = august, sep = september, sept = september, oct = october, nov = november, dec = december, mon = monday,
  tue = tuesday, tues = tuesday, wed = wednesday, thu = thursday, thur = thursday, thurs = thursday, fri = friday, sat = saturday,
  sun = sunday
`);

/** Abbreviations that are words as well: at the end of a sentence they are taken for the word. */
export const ALSO_WORDS = words('sat sun mar min max co sec jan mon wed est dec');

/** Short forms that need no full stop to be known. The voice reads "st" and "dr" by rules of its own: it never gets them. */
export const SHORT_FORMS = table(`
  etc = et cetera, vs = versus, wifi = why fye, wi-fi = why fye, hr = aitch are, ok = okay, asap = ay sap, iot = eye oh tee,
  st = street, dr = doctor, mr = mister, mrs = missus, ms = miz, saas = sass, lol = ell oh ell, b2b = bee to bee, b2c = bee to see
`);

/** Capitals that are read letter by letter although they have a vowel. */
export const SPELT_OUT = words(`
  AC AI API ATM AR CEO CFO CIA CIO COO CTO DC DIY DJ EDM ETA EU EV FAQ FBI GUI HR ID IOT IP IPA IPO IQ IT MBA MIT OS OTT PA PC POV PR
  QA ROI SEO SMS SOS SUV TV UAE UCLA UFO UI UK UN UPS URL US USA USB UX VIP VR XL
`);

/** Singular and plural by unit, in lower case. */
export const UNITS = table(`
  km = kilometer/kilometers, m = meter/meters, cm = centimeter/centimeters, mm = millimeter/millimeters, mi = mile/miles,
  ft = foot/feet, in = inch/inches, kg = kilogram/kilograms, g = gram/grams, mg = milligram/milligrams, lb = pound/pounds,
  lbs = pound/pounds, oz = ounce/ounces, l = liter/liters, ml = milliliter/milliliters, gb = gigabyte/gigabytes,
  mb = megabyte/megabytes, tb = terabyte/terabytes, kw = kilowatt/kilowatts, kwh = kilowatt hour/kilowatt hours,
  mph = mile an hour/miles an hour, km/h = kilometer an hour/kilometers an hour, fps = frame a second/frames a second, h = hour/hours,
  hr = hour/hours, hrs = hour/hours, min = minute/minutes, mins = minute/minutes, s = second/seconds, sec = second/seconds,
  ms = millisecond/milliseconds, hz = hertz/hertz, khz = kilohertz/kilohertz, mhz = megahertz/megahertz, ghz = gigahertz/gigahertz,
  °c = degree celsius/degrees celsius, °f = degree fahrenheit/degrees fahrenheit, ° = degree/degrees, x = times/times, px = pixel/pixels,
  m² = square meter/square meters, m2 = square meter/square meters, km² = square kilometer/square kilometers, % = percent/percent
`);

/** Singular, plural, and the same of the hundredth part. */
export const CURRENCIES = table(`
  $ = dollar/dollars/cent/cents, € = euro/euros/cent/cents, £ = pound/pounds/penny/pence, ¥ = yen/yen/sen/sen,
  ₹ = rupee/rupees/paisa/paise, USD = dollar/dollars/cent/cents, EUR = euro/euros/cent/cents, GBP = pound/pounds/penny/pence,
  JPY = yen/yen/sen/sen, INR = rupee/rupees/paisa/paise
`);

export const MAGNITUDES = table(
  `k = thousand, m = million, mn = million, b = billion, bn = billion, tn = trillion`,
);

/** Signs that stand alone, or before a number. */
export const SYMBOLS = table(`
  & = and, + = plus, @ = at, % = percent, × = times, → = to, ~ = about, ≈ = about, < = less than, > = more than, ≥ = at least,
  ≤ = at most, ½ = one half, ¼ = one quarter, ¾ = three quarters, ⅓ = one third, ⅔ = two thirds, ° = degrees, °C = degrees celsius,
  °F = degrees fahrenheit
`);

export const MONTHS =
  'january february march april may june july august september october november december'.split(' ');
const MONTH_TOKENS = words(`
  January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
`);
export const isMonth = (word: string): boolean => MONTH_TOKENS.has(word);

/** The day of an abbreviation or name, or undefined. */
export function weekday(text: string): string | undefined {
  const day = text.toLowerCase();
  return ABBREVIATIONS.get(day)?.endsWith('day')
    ? ABBREVIATIONS.get(day)
    : WEEKDAYS.has(day)
      ? day
      : undefined;
}
const WEEKDAYS = words('monday tuesday wednesday thursday friday saturday sunday');

/** Last labels of the host names that are taken for addresses where no scheme says so. */
export const TOP_LEVEL = words(`
  com org net edu gov io ai app dev co info biz shop store eu uk de fr pt es it nl be ch at pl se no dk fi ie us ca au nz jp cn in br
  mx me tv xyz online site tech cafe
`);
/** Of these, the ones that are said as words; the others are spelt. */
export const TOP_LEVEL_WORDS = words('com org net info biz shop store app dev online site tech cafe');

/** Commonest words, which say nothing of a text's subject. Languages not listed lose words of up to two letters. */
const STOP_WORDS: Record<string, string> = {
  en: 'a about after all also an and any are as at be been before but by can come could do does for from get give had has have he her here his how if in into is it its just let like make more most my new no not now of off on one only or our out over own said see she should show so some than that the their them then there these they this to too up us use very want was we well were what when where which who will with would you your video film clip short ad',
  fr: 'à au aux avec ce ces cette dans de des du elle elles en est et être il ils je la le les leur leurs lui mais me mes mon ne nos notre nous on ou où par pas plus pour qu que qui sa se ses son sont sur ta te tes toi ton tous tout très tu un une vos votre vous',
  es: 'a al algo como con de del desde donde el ella ellos en entre es esa ese eso esta este esto ha hay la las le les lo los más me mi muy no nos nuestra nuestro o para pero por que se si sin sobre son su sus también te tu tus un una y ya yo',
  de: 'aber alle als am an auch auf aus bei bin bis das dass dem den der des die dir doch du durch ein eine einem einen einer es für hat haben hier ich ihr ihre im in ist ja kann mehr mein mit nach nicht noch nur oder ohne schon sein seine sich sie sind so über um und uns unser unsere vom von vor war was wenn wer wie wir wird zu zum zur',
  pt: 'a ao aos as até com como da das de do dos e é ela ele em entre era essa esse esta este eu foi há isso já mais mas me meu minha muito na nas não no nos nossa nosso o os ou para pela pelo por que se sem ser seu seus sua suas também te um uma você',
  it: 'a ai al alla alle anche c che chi ci come con cui da dal dalla dei del della delle di e è gli ha i il in io la le lo loro ma mi mia mio ne nei nel nella noi non nostra nostro o per più quando questa questo se si sono su sua suo tra tu un una vi voi',
};

const stopWords = new Map(
  Object.entries(STOP_WORDS).map(([language, words]) => [language, new Set(words.split(' '))]),
);
const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(language: string): Intl.Segmenter {
  let known = segmenters.get(language);
  if (known === undefined)
    segmenters.set(language, (known = new Intl.Segmenter(language, { granularity: 'word' })));
  return known;
}

/** Words in lower case, as Unicode cuts them (Japanese and Chinese by dictionary). */
export const wordsOf = (text: string, language: string): string[] =>
  [...segmenter(language).segment(text.normalize('NFKC'))]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.toLocaleLowerCase(language));

/** What a text is about: its words without the commonest ones, cut to their beginnings so that inflections meet. */
export function subjectsOf(text: string, language: string): Set<string> {
  const stop = stopWords.get(language);
  const wide = (word: string): boolean => /^[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(word);
  const telling = (word: string): boolean =>
    !/^[\d.,:]+$/.test(word) &&
    (wide(word) ? word.length > 1 : stop ? !stop.has(word) && word.length > 1 : word.length > 2);
  return new Set(wordsOf(text, language).filter(telling).map(stem));
}

/** Crude on purpose: the same for all languages, and wrong in the same way on both sides of a comparison. */
export function stem(word: string): string {
  const bare = word.replace(/['’]s$/, '').replace(/(?<=\p{L}{3})(?:ing|ies|ed|es|s|y)$/u, '');
  return bare.slice(0, 6);
}

const SPOKEN_NUMBERS = [
  ...'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, value) => [word, value]),
  ...'twenty thirty forty fifty sixty seventy eighty ninety hundred'
    .split(' ')
    .map((word, index) => [word, (index + 2) * 10]),
] as [string, number][];
const spoken = new Map(SPOKEN_NUMBERS.map(([word, value]) => [word, String(value)]));

/** Numbers in digits: "10,000" and "10 000" are 10000, "7:00" is 7. A length of the film itself is none of its facts. */
export function numbersOf(text: string): Set<string> {
  const found = text.matchAll(
    /\d+(?:[.,:\u00a0\u202f ]\d+)*(?!\d)(?![\s-]*(?:s|secs?|seconds?|secondes?|segundos?|Sekunden|secondi|fps|p)\b)/gi,
  );
  return new Set(
    [...found].flatMap(([number]) =>
      number
        .replace(/(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))/g, '')
        .replace(/:00$/, '')
        .split(' ')
        .map((part) => part.replace(',', '.')),
    ),
  );
}

/** As `numbersOf`, with English number words read as well: a narrator says "seven". */
export const numbersTold = (text: string, language: string): Set<string> =>
  new Set([
    ...numbersOf(text),
    ...(language === 'en' ? wordsOf(text, language).flatMap((word) => spoken.get(word) ?? []) : []),
  ]);

/** Names: words that are capitalised where a sentence does not ask for it. German capitalises every noun, so none there. */
export function namesOf(text: string, language: string): Set<string> {
  if (language === 'de') return new Set();
  const inside = text.matchAll(/(?<=[\p{L}\p{N},;:)'’"”]\s)\p{Lu}[\p{L}’'-]+/gu);
  const names = [...inside].map(([name]) => name).filter((name) => !/^I['’]/.test(name));
  const shouted =
    [...text].filter((c) => /\p{Lu}/u.test(c)).length > [...text].filter((c) => /\p{Ll}/u.test(c)).length;
  return new Set(shouted ? [] : names);
}

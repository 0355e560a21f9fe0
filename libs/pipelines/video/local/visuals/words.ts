/** Lower case, without accents, so that `Bäckerei`, `BACKEREI` and `backerei` are one word. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  // The voicing marks of Japanese are no accents: カ and ガ are two letters.
  if (CJK.test(lower)) return lower.normalize('NFKC');
  return lower.replaceAll('ß', 'ss').normalize('NFD').replace(MARKS, '');
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const ASCII = /^[ -~]*$/;
const MARKS = /\p{Mn}/gu;

/** The words of a text, folded. Chinese and Japanese, which have no spaces, are cut by dictionary. */
export function wordsOf(text: string): string[] {
  const words = fold(text).match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  return words.flatMap((word) => (CJK.test(word) ? cut(word) : [word.replace(/['’]s$/u, '')]));
}

let segmenter: Intl.Segmenter | undefined;

function cut(text: string): string[] {
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The word and what it may be a form of: plurals, and English -ing. Never another word that merely begins the same. */
export function formsOf(word: string): string[] {
  const forms = [word];
  const add = (form: string): void => {
    if (form.length >= 3 && !forms.includes(form)) forms.push(form);
  };
  if (word.endsWith('ies')) add(`${word.slice(0, -3)}y`);
  if (/(?:s|x|z|ch|sh|o)es$/.test(word)) add(word.slice(0, -2));
  if (/[^su]s$/.test(word)) add(word.slice(0, -1));
  if (word.length >= 6 && word.endsWith('ing')) {
    const stem = word.slice(0, -3);
    add(`${stem}e`);
    add(stem);
    if (stem.at(-1) === stem.at(-2)) add(stem.slice(0, -1));
  }
  if (word.length >= 6 && /(?:en|er)$/.test(word)) add(word.slice(0, -2));
  if (word.length >= 6 && /[en]$/.test(word)) add(word.slice(0, -1));
  return forms;
}

/** Words that name nothing to look at, or more often mean something else than the thing of that name. */
const STOP = new Set(
  `a an and are as at be but by can do for from get go has have her his how if in into is it its just let like make may
  me more most my new no not now of off on or our out own so some than that the their them then there they this to too
  up us use very was we well were what when which who why will with you your about all also any because been before
  being both could did does each every few here him more much must need never only other over same she should since
  still such through under until want way while would back top end left right first last next good great big small
  little long old young high low full free real sure easy hard true come comes came take takes give gives look looks
  see know think keep turn part place thing things kind set hold cover point line side case mind matter bear fly watch
  ring rings bat seal duck mate ram hole link seat saw hook rock wing leg foot bug mean leaves fall light match mark note
  wave spring stick stamp pass passes face faces hand hands head body eye eyes mouth nose ear tip tips one two three
  four five six seven eight nine ten saturday's please today
  le la les un une des du de et est pour avec dans sur qui que vous nous votre notre plus pas ce cette son ses
  el los las una unos y en con por para es su sus tu se lo al del mas muy como
  der die das und ist ein eine einen einem einer den dem des mit fur auf von zu im am bei wir ihr sie uns unser euch
  nicht auch noch nur so wie was wenn aber oder als an aus nach vor uber`.split(/\s+/),
);

export const saysNothing = (word: string): boolean =>
  (word.length < 2 && !CJK.test(word)) || STOP.has(word) || /^\d+$/.test(word);

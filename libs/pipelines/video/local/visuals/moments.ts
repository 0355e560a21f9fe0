import type { Assigned } from './assign.js';
import { withinRow } from './steps.js';

/** Something that happens at a time. */
interface Moment {
  when: string;
  what: string;
}

/** "Le matin, …", "In 1969, …": a time that the sentence begins with. */
const LEADING = new RegExp(
  String.raw`^((?:` +
    [
      String.raw`in the (?:morning|afternoon|evening)|at (?:noon|night|midnight|sunset|sunrise)`,
      String.raw`le (?:matin|midi|soir)|à (?:midi|minuit)|l['’]après-midi|la nuit`,
      String.raw`por la (?:mañana|tarde|noche)|a(?:l)? (?:mediodía|medianoche|atardecer)`,
      String.raw`am (?:morgen|vormittag|mittag|nachmittag|abend)|morgens|mittags|nachmittags|abends|nachts`,
      String.raw`(?:in|en|im jahr) \d{4}`,
      String.raw`(?:on|am|le|el) \d{1,2}\.?(?: de)? \p{L}{3,10}(?: \d{4})?`,
    ].join('|') +
    String.raw`)),?\s+(\S.*)$`,
  'iu',
);
/** "… starts in May 2027 and costs …": a month with its year or a year that ends the clause. */
const CLOSING =
  /^(.{6,}?)\s+(?:in|en|im|by|since|seit|depuis|desde)\s+((?:\p{L}{3,9}\.? (?:de )?)?(?:19|20)\d\d)(?=$|[,;]|\s(?:and|et|y|und)\s)/iu;

export function momentIn(sentence: string): Moment | undefined {
  const [, first, rest] = LEADING.exec(sentence) ?? [];
  if (first !== undefined && rest !== undefined) return momentOf(first, rest);
  const [, what, when] = CLOSING.exec(sentence) ?? [];
  return when === undefined || what === undefined ? undefined : momentOf(when, what);
}

function momentOf(when: string, sentence: string): Moment | undefined {
  const what = withinRow(sentence);
  return what === undefined ? undefined : { when: capitalised(when), what: capitalised(what) };
}

/** A course of the day has a moment in every scene; else a scene has two or more, or they are not shown as a timeline. */
const IN_A_COURSE = 3;
const IN_A_SCENE = 2;

/** The entries of each scene's timeline ("May 2027: Construction starts"), by scene position. */
export function timelinesOf(sentences: readonly Assigned[]): Map<number, string[]> {
  const found = sentences.flatMap(({ text, scene }) => {
    const moment = momentIn(text);
    return moment === undefined ? [] : [{ scene, entry: `${moment.when}: ${moment.what}` }];
  });
  const leading = sentences.filter(({ text }) => LEADING.test(text)).length;
  const fewest = leading >= IN_A_COURSE ? 1 : IN_A_SCENE;
  const byScene = new Map<number, string[]>();
  for (const { scene, entry } of found) byScene.set(scene, [...(byScene.get(scene) ?? []), entry]);
  return new Map([...byScene].filter(([, entries]) => entries.length >= fewest && entries.length <= 4));
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

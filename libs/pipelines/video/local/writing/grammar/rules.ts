import type { Grammar } from './grammar.js';
import { divide, spare } from './grammar.js';

/** A language in closed lists, for the languages that no tagger is at hand for. All words in lower case. */
export interface Rules {
  /** Finite verbs: the common ones as they are written, and the endings that give others away. */
  verbs: RegExp;
  /** Articles and other words that begin a noun phrase. */
  determiners: string;
  /** Adjectives that may stand before the noun, and after it. */
  before: string;
  after: string;
  /** Joins two nouns to one phrase: "pain de campagne". */
  of: string;
  /** Words that never are part of a noun phrase. */
  stop: string;
  /** First words that lose their capital inside a sentence. */
  ordinaryFirst: string;
  /** Nouns carry capitals (German). */
  capitalNouns: boolean;
  called: RegExp;
  /** After a sentence's first word: that word is a name. */
  nameIsFollowedBy: string;
  place: RegExp;
  date: RegExp;
  compound: RegExp;
  spare: readonly RegExp[];
  object(phrase: string): string;
  unfold?(phrase: string): [string, string] | undefined;
}

const set = (words: string): Set<string> => new Set(words.split(/\s+/).filter((word) => word !== ''));
const NAME =
  "\\p{Lu}[\\p{L}\\p{N}'’&.-]*(?: (?:(?:de|del|du|des) (?=\\p{Lu}))?(?:\\p{Lu}|\\d|&)[\\p{L}\\p{N}'’&.-]*){0,3}";

export function grammarOf(rules: Rules): Grammar {
  const [determiners, before, after, of, stop, ordinary] = [
    rules.determiners, rules.before, rules.after, rules.of, rules.stop, rules.ordinaryFirst,
  ].map(set) as [Set<string>, Set<string>, Set<string>, Set<string>, Set<string>, Set<string>]; // prettier-ignore
  const isSentence = (text: string): boolean => rules.verbs.test(text);

  /** Reads noun phrases from left to right: adjectives, a noun, adjectives, "of" and another noun. */
  function nounPhrases(text: string): string[] {
    const phrases: string[] = [];
    for (const clause of text.split(/[.,;:!?"()¿¡«»\n]+/)) {
      const words = clause
        .replace(/\b([dl])['’](?=\p{L})/giu, '$1’ ')
        .split(/\s+/)
        .filter(Boolean);
      for (let i = 0; i < words.length;) {
        const [phrase, next] = readPhrase(words, i);
        if (phrase.length > 0) phrases.push(phrase.join(' ').replace(/’ /g, '’'));
        i = next;
      }
    }
    return phrases;
  }

  function readPhrase(words: string[], start: number): [string[], number] {
    const word = (i: number): string => (words[i] ?? '').toLowerCase();
    const isNoun = (i: number): boolean => {
      const plain = words[i] ?? '';
      if (
        plain === '' ||
        /^\d/.test(plain) ||
        stop.has(word(i)) ||
        determiners.has(word(i)) ||
        plain.length < 3
      )
        return false;
      return rules.capitalNouns ? /^\p{Lu}/u.test(plain) && !ordinary.has(word(i)) : !before.has(word(i));
    };
    let i = start;
    const determined = determiners.has(word(i)) || /^[dl]’$/i.test(words[i] ?? '');
    if (determined) i++;
    const first = i;
    while (before.has(word(i)) || (rules.capitalNouns && isInflected(word(i)) && !stop.has(word(i)))) i++;
    // Without an article, only what is known as an adjective or spelt as a name shows that a noun is coming.
    const announced =
      rules.capitalNouns ||
      determined ||
      i > first ||
      of.has(word(i - 1)) ||
      (i > 0 && /^\p{Lu}/u.test(words[i] ?? ''));
    if (!announced || !isNoun(i)) return [[], Math.max(i, start + 1)];
    let end = i + 1;
    while (after.has(word(end))) end++;
    if (rules.capitalNouns) while (isNoun(end)) end++;
    if (of.has(word(end))) {
      let noun = end + 1;
      if (determiners.has(word(noun))) noun++;
      while (before.has(word(noun))) noun++;
      if (isNoun(noun)) end = noun + 1;
    }
    return [words.slice(first, end), end];
  }

  function names(text: string): string[] {
    const found: string[] = [];
    const add = (name: string | undefined): void => {
      const clean = (name ?? '').replace(/[.,!?;:'’"-]+$/u, '');
      if (
        clean.length >= 2 &&
        clean.length <= 40 &&
        !found.includes(clean) &&
        !ordinary.has(clean.toLowerCase())
      )
        found.push(clean);
    };
    for (const match of text.matchAll(new RegExp(`(?:${rules.called.source}) "?(${NAME})`, 'gu')))
      add(match[1]);
    for (const match of text.matchAll(/(?<=^|[\s(])["„'‘«](\p{Lu}[^"“”'’»]{1,29})["“”'’»](?=[\s,.!?)]|$)/gu))
      add(match[1]);
    const subject = new RegExp(`(?:^|[.!?¡¿\\n:]\\s*)(${NAME}) (?:${rules.nameIsFollowedBy})(?=[ ,])`, 'gu');
    for (const match of text.matchAll(subject)) {
      const first = (match[1] ?? '').split(' ')[0]?.toLowerCase() ?? '';
      if (!ordinary.has(first) && !determiners.has(first)) add(match[1]);
    }
    if (rules.capitalNouns) return found;
    for (const match of text.matchAll(new RegExp(`(?<=[\\p{Ll},] )(${NAME})`, 'gu'))) {
      const spoken = text.slice(Math.max(0, match.index - 14), match.index + match[0].length);
      const after = (text.slice(0, match.index).trim().split(/\s+/).at(-1) ?? '').toLowerCase();
      if (!PREPOSITIONS.has(after) && !rules.place.test(spoken) && !rules.date.test(match[1] ?? ''))
        add(match[1]);
    }
    return found;
  }

  const isDetermined = (text: string): boolean =>
    determiners.has((text.split(/[\s'’]/)[0] ?? '').toLowerCase());

  function inside(text: string): string {
    const first = text.split(/[\s'’]/)[0] ?? '';
    const lower =
      ordinary.has(first.toLowerCase()) ||
      determiners.has(first.toLowerCase()) ||
      before.has(first.toLowerCase());
    return lower ? text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()) : text;
  }

  return {
    isSentence,
    nounPhrases,
    bareNoun: (phrase) => (isDetermined(phrase) ? phrase.replace(/^[dl]['’]|^\S+\s+/iu, '') : phrase),
    names,
    place: (text) => rules.place.exec(text)?.[0].trim(),
    date: (text) => rules.date.exec(text)?.[0].trim(),
    inside,
    object: (phrase) => inside(rules.object(phrase)),
    named: (name) => name,
    isDetermined,
    canBeObject: (fragment) => isDetermined(fragment),
    opening: (text) => {
      const phrase = nounPhrases(text)[0];
      const at = phrase === undefined ? -1 : text.indexOf(phrase);
      if (phrase === undefined || at < 0 || !isDetermined(text)) return undefined;
      return text.slice(0, at).trim().split(/\s+/).length === 1
        ? text.slice(0, at + phrase.length)
        : undefined;
    },
    unfold: (phrase) => rules.unfold?.(phrase),
    clauses: (text) => divide(text, rules.compound, isSentence),
    shorter: (text) => spare(text, rules.spare, isSentence),
  };
}

/** What follows these is where something is, not what it is called. */
const PREPOSITIONS = set(
  'de du des à au aux en dans chez vers del al a por para con desde hasta sur près of in at',
);

/** German adjectives before their noun end in -e, -er, -en, -es, -em. */
const isInflected = (word: string): boolean => /^\p{Ll}{3,}(?:e|er|en|es|em)$/u.test(word);

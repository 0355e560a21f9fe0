import nlp from 'compromise';
import type { Grammar } from './grammar.js';
import { divide, spare } from './grammar.js';

const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';
const DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?';
const DAY_OF_MONTH = `(?:${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}(?: \\d{4})?)`;
const DATE = new RegExp(
  `\\b(?:${MONTH} \\d{4}|(?:this |next |every )?${DAY}(?:,? (?:the )?${DAY_OF_MONTH})?|${DAY_OF_MONTH}|this (?:weekend|week|month|summer|spring|autumn|fall|winter)|next (?:weekend|week|month))\\b`,
  'i',
);

/** Divides before a conjunction only if a new subject follows: "and bread" is a list, "and we bake" a sentence. */
const COMPOUND =
  /\s*;\s+|\s*,?\s+(?:and|but|so|yet)\s+(?=(?:we|you|it|they|he|she|i|this|that|there|our|your|the|everyone|all)\s)|,\s+(?=(?:we|you|it|they|there)\s)|,\s+(?:and then |and |then )?(?=(?:mash|whisk|fry|add|mix|stir|bake|pour|serve|cook|heat|cut|chop|fold|let|put|boil|blend|season|sprinkle|simmer|roast|knead|roll|spread|drain|preheat|beat|combine|melt|slice|garnish|remove|grill|toss)\s)/gi;

/** In a pinch: a purpose, or a day at the end. */
const LEAST = [
  new RegExp(`\\s+(?:on|at|by|in) ${DATE.source}(?=[.!?]?$)`, 'i'),
  /,\s+(?:however|though|too|as well)(?=[.!?]?$)/i,
];

const SPARE = [
  /\s*\([^()]*\)/,
  /^(?:however|moreover|furthermore|in addition|additionally|also|besides|for example|for instance|of course|as you (?:may )?know|in fact|by the way|basically|first of all|last but not least|with that said|that said|meanwhile|finally),?\s+/i,
  /,\s+(?:which|who|whose|where|whom)\s[^,;.!?]*(?:,|(?=[.!?]?$))/i,
  /,\s+(?:including|making|allowing|giving|helping|so that|because|while|whereas|thanks to|according to|as well as|especially|particularly|such as|even|not to mention|ranging from)\s[^;.!?]*(?=[.!?]?$)/i,
  /,\s+(?:with|from|for|at|in|on|by|to|without|using|based|located|designed|created|made|built)\s[^,;.!?]*(?=[.!?]?$)/i,
  /\s+(?:because|so that|although|even though|while|which means)\s[^,;.!?]*(?=[.!?]?$)/i,
  /^(?:in|on|at|after|before|with|since|for|during|from|by|when|if|as|while|although|because)\s[^,;.!?]{3,60},\s+/i,
];

const LEADING =
  /^(?:an?|the|our|your|my|his|her|its|their|this|that|these|those|some|any|every|each|all|no|both|more|many|most|such)\s+/i;
const EMPTY =
  /^(?:\w+['’](?:re|s|ll|ve|d|m)|it|we|you|they|he|she|i|us|them|this|that|everyone|everything|something|someone|anyone|nothing|who|what|which|there|way|thing|things|lot|kind|one|today|tomorrow|yourself|itself|themselves)$/i;

/** Verbs that the tagger takes for plural nouns: "our shop moves to King Street". */
const ALSO_VERBS =
  /\b(?:[\w’'-]+) (?:moves|opens|starts|begins|closes|sells|serves|offers|makes|helps|brings|takes|runs|ends|comes|goes|costs|lasts|works|needs|keeps|turns|gives|shows|plays|hosts|launches|delivers|returns|arrives|celebrates|welcomes|features|ships|charges|matters) (?:to|at|in|on|by|up|an?|the|our|your|its|this|next|every|with|for|from|you|people|\d)/i;

const isSentence = (text: string): boolean => {
  const doc = nlp(text);
  return (
    ALSO_VERBS.test(text) ||
    doc.has('(#PresentTense|#PastTense|#Copula|#Modal|#Infinitive|#Imperative|#Auxiliary)')
  );
};

const trimmed = (text: string): string => text.replace(/^[\s,;:.!?"'()]+|[\s,;:.!?"'()]+$/g, '');

function nounPhrases(text: string): string[] {
  const phrases = nlp(text).nouns().out('array') as string[];
  return phrases
    .map((phrase) => strip(trimmed(phrase)))
    .filter((phrase) => phrase.length > 2 && !EMPTY.test(phrase) && /\p{L}/u.test(phrase));
}

function strip(phrase: string): string {
  let current = phrase;
  for (let before = ''; before !== current;) {
    before = current;
    current = current.replace(LEADING, '');
  }
  return current;
}

const TOKEN = "[\\p{L}\\p{N}'’&-]*(?:\\.[\\p{L}\\p{N}]+)*";
const NAME = `\\p{Lu}${TOKEN}(?: (?:\\p{Lu}|\\d|&|of (?=\\p{Lu}))${TOKEN}){0,3}`;
const CALLED = new RegExp(`\\b(?:called|named|by the name of) "?(${NAME})`, 'gu');
const QUOTED = /(?:^|[\s(])["'‘“](\p{Lu}[^"'’”.!?]{1,29})["'’”](?=[\s,.!?)]|$)/gu;
const SUBJECT = new RegExp(
  `(?:^|[.!?\\n:]\\s*)(${NAME}) (?:is (?:an?|the|your|our)|are|makes?|helps?|offers?|brings?|lets?|gives?|launch(?:es)?|opens?|turns?|keeps?|charges|sells?|has|announce[sd]?|hosts|presents|invites)\\b`,
  'gu',
);
const CAPITALS = new RegExp(`(?<=[\\p{Ll},] )(${NAME})`, 'gu');

/** Names of things that a brief can be about, the surest signs first: "called X", quotes, a subject, capitals. */
function names(text: string): string[] {
  const scores = new Map<string, number>();
  const collect = (pattern: RegExp, score: number): void => {
    for (const [, name = ''] of text.matchAll(pattern)) {
      const clean = trimmed(name).replace(/['’]s$/, '');
      if (clean.length < 2 || clean.length > 40 || (score < 4 && isOrdinary(clean))) continue;
      scores.set(clean, (scores.get(clean) ?? 0) + score);
    }
  };
  collect(CALLED, 6);
  collect(QUOTED, 4);
  collect(SUBJECT, 3);
  collect(CAPITALS, 1);
  // A single capital somewhere in the text is a detail ("TypeScript"); two words or two mentions are a name.
  const likely = [...scores].filter(([name, score]) => score > 1 || name.includes(' '));
  return likely.sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

function isOrdinary(candidate: string): boolean {
  const first = candidate.split(' ')[0] ?? '';
  if (
    /^(?:I|We|You|It|They|He|She|The|A|An|Our|My|Your|This|That|These|Those|There|Here|Every|All|New|What|When|Where|Why|How|Who|If|In|On|At|For|From|With|Come|Join|CEO|AI|US|UK|EU|PM|AM|TV|Ltd|Inc|Free|Both|Each|No|People|Mr|Mrs|Dr)$/.test(
      first,
    )
  ) {
    return true;
  }
  if (DATE.test(candidate)) return true;
  return (
    nlp(candidate).has(
      '^(#Place|#City|#Country|#Region|#Date|#WeekDay|#Month|#Demonym|#Currency|#Pronoun|#Adverb)$',
    ) || nlp(candidate).places().found
  );
}

function place(text: string): string | undefined {
  for (const match of text.matchAll(
    /\b(?:in|at|near) (?:the )?(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,3})/gu,
  )) {
    if (!DATE.test(match[1] ?? '') && nlp(match[1] ?? '').has('(#Place|#City|#Country|#Region)'))
      return match[0];
  }
  return undefined;
}

function inside(text: string): string {
  const first = text.split(/\s/)[0] ?? '';
  if (
    /^I(?:['’]|$)|^\p{Lu}{2,}|\p{Ll}\p{Lu}|\d/u.test(first) ||
    (/^\p{Lu}\S* \p{Lu}/u.test(text) && !KNOWN_FIRST.test(first))
  )
    return text;
  const tagged = nlp(text).terms().first();
  const name =
    tagged.has('(#Person|#Place|#Organization|#WeekDay|#Month|#Acronym|#Demonym)') ||
    (!KNOWN_FIRST.test(first) && isName(text, first));
  return name ? text : text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
}

const KNOWN_FIRST =
  /^(?:a|an|the|our|your|my|we|you|it|they|this|that|these|those|there|every|all|new|fresh|free|more|from|in|on|at|for|with|no|come|get|join|book|order|visit|what|how|why|where|when|who)$/i;

/** A word that the tagger does not know as an ordinary one. */
const isName = (text: string, first: string): boolean =>
  nlp(text).terms().first().has('#ProperNoun') ||
  (nlp(first.toLowerCase()).has('#Noun') && names(text)[0] === first);

function object(phrase: string): string {
  const own = phrase.replace(/^my\b/i, 'our').replace(/\bmy\b/gi, 'our');
  if (
    /^(?:an?|the|our|your|his|her|its|their|this|that|these|those|some|every|all|no|both|two|three|\d|["“])/i.test(
      own,
    )
  )
    return inside(own);
  const lower = inside(own);
  if (/^\p{Lu}/u.test(lower)) return lower;
  const head = nlp(
    lower.replace(/\s+(?:in|at|on|of|for|from|with|that|which|who|to|near|by|,|opening|starting)\b.*$/i, ''),
  );
  const last = head.terms().last();
  const countable =
    last.has('#Singular') &&
    !last.has('(#Uncountable|#Plural|#ProperNoun|#Gerund|#Place)') &&
    !/(?:ness|ity|ism|ics|ment|ing|ance|ence|ship|care|music|bread|water|food|advice|news|change|art|coffee|tea|work|love|peace|yoga|sourdough|butter|sugar|flour|milk|cake)$/i.test(
      last.text('normal'),
    );
  if (!countable) return lower;
  return `${/^(?:[aeio]|u(?!ni|se|s[au]|ro)|hour|honest|heir)/i.test(lower) ? 'an' : 'a'} ${lower}`;
}

const isWhole = (text: string): boolean => text.split(' ').length >= 6 && isSentence(text);

/** "approved a plan to rebuild the harbour" → "approved a plan": what is for a purpose can stand without it. */
function withoutPurpose(text: string): string[] {
  const match = nlp(text).match('#Noun [to] #Infinitive', 0);
  const at = match.found ? text.indexOf(' to ', Math.max(0, text.length / 3)) : -1;
  const less = at < 0 ? '' : text.slice(0, at);
  return less.split(' ').length >= 5 && nlp(less).terms().last().has('#Noun') && isSentence(less)
    ? [less]
    : [];
}

/** The subject at the head of a sentence, unless it is only a pronoun. */
function opening(text: string): string | undefined {
  const phrase = trimmed((nlp(text).nouns().out('array') as string[])[0] ?? '');
  const words = phrase.split(' ').length;
  return text.startsWith(phrase) && words >= 2 && words <= 9 && !EMPTY.test(phrase) ? phrase : undefined;
}

/** "A lamp that charges in minutes" → "a lamp" and "It charges in minutes". */
function unfold(phrase: string): [string, string] | undefined {
  const match =
    /^([^,;:]+?),? (?:that|which|who) ((?:is|has|was|opens|makes|sells|offers|serves|helps|lets|gives|lasts|charges|works|runs|costs|keeps|turns|brings|takes|starts|teaches|delivers|bakes|builds|\w+s)\b.+)$/i.exec(
      phrase,
    );
  const [, head, rest] = match ?? [];
  if (head === undefined || rest === undefined || nlp(head).terms().last().has('#Plural')) return undefined;
  return isSentence(`It ${rest}`) && rest.split(' ').length >= 3 ? [head, `It ${rest}`] : undefined;
}

export const english: Grammar = {
  isSentence,
  nounPhrases,
  bareNoun: strip,
  names,
  place,
  date: (text) => DATE.exec(text)?.[0],
  inside,
  object,
  clauses: (text) => divide(text, COMPOUND, isSentence),
  canBeObject: (fragment) =>
    !/^(?:only|everything|all|from|in|on|at|with|for|by|until|ready|open|made|now|not|no)\b|^\d/i.test(
      fragment,
    ) && fragment.split(' ').length <= 12,
  named: (name) => (/ \p{Ll}+$/u.test(name) && !LEADING.test(name) ? `the ${name}` : name),
  isDetermined: (phrase) => LEADING.test(phrase) || /^\p{Lu}/u.test(phrase),
  opening,
  unfold,

  shorter: (text) => [
    ...spare(text, SPARE, isSentence),
    ...spare(text, LEAST, isWhole),
    ...withoutPurpose(text),
  ],
};

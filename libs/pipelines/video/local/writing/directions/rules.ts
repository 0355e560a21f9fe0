/** What a "label: value" line is about. `look` and `format` are for the makers of the film, not for its audience. */
export type Field =
    | 'subject'
  | 'thing' | 'name' | 'price' | 'place' | 'date' | 'audience' | 'look' | 'format' | 'call' | 'quote' | 'points' | 'text'; // prettier-ignore

/**
 * How people talk to the makers of a film, as against its audience. All patterns are tried on one sentence; where a
 * pattern has a group, the group is what is left to say.
 */
export interface DirectionRules {
  /** "Make a 15 second video about", up to where the subject begins. */
  request: RegExp;
  /** "my barber shop needs an ad, haircuts from $20": who it is about (group 1), and what else is said (group 2). */
  requester: RegExp;
  /** "for kids about", right after the request: who it is for (group 1). */
  requestFor: RegExp;
  /** "We want to announce that", before something that can be said as it is. */
  announce: RegExp;
  /** Tails of a subject that speak of the film: ", with upbeat music". */
  tails: readonly RegExp[];
  /** ", aimed at students" (group 1). */
  audience: RegExp;
  /** Whole sentences about the film: "The tone should be warm." */
  production: readonly RegExp[];
  /** "Highlight our free delivery": group 1 is a fact. */
  feature: RegExp;
  /** "Show a barista": group 1 is a picture. */
  show: RegExp;
  /** "End with a call to action to book a table": group 1 is what to end with. */
  end: RegExp;
  /** "Encourage viewers to book a table": group 1 is an imperative. */
  urge: RegExp;
  /** "A call to action:", "the words", "our logo" before or instead of the words themselves. */
  endPrefix: RegExp;
  /** A sentence that asks its audience to do something. */
  call: RegExp;
  /** Turns an infinitive into the imperative that the bank speaks in. */
  imperative: (infinitive: string) => string;
  /** A subject that is a question in disguise: "how bees make honey". */
  how: RegExp;
  /** A subject that is a sentence: group 1. */
  that: RegExp;
  labels: ReadonlyArray<readonly [RegExp, Field]>;
  /** "Recipe for pancakes: mash two bananas": the subject (group 1) and what is said of it (group 2, if anything). */
  heading: RegExp;
  /** "a festival in Bristol, featuring 14 bands": the thing (group 1) and what it has (group 2). */
  having: RegExp;
  /** "Scene 1:" */
  scene: RegExp;
  /** A phrase in the dative (German). */
  dative?: RegExp;
}

/** Text that talks to a machine; it is never said aloud, in whatever language the rest is. */
export const MACHINE_TALK =
  /\b(?:(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|prior|above|earlier) (?:instructions?|prompts?|rules)|system prompt|you are (?:now )?(?:an? )?(?:chatgpt|ai|assistant|language model)|as an ai|do anything now|developer mode|(?:reveal|print|output) (?:your|the) (?:prompt|instructions|api key|secrets?)|ignor(?:e[zr]?|iere) (?:toutes les|las|les|alle) (?:instructions|instrucciones|anweisungen))\b/i;

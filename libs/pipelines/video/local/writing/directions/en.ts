import type { DirectionRules } from './rules.js';

const FILM =
  '(?:video|film|movie|clip|spot|ad|advert|advertisement|commercial|reel|short|promo|trailer|teaser|animation|explainer|tiktok|post|presentation|vlog|slideshow|story)s?';
const MAKE =
  '(?:make|create|produce|generate|write|build|design|shoot|film|do|give|prepare|render|develop|craft|record|put together|have)';
const POLITE =
  "(?:(?:please|hi|hello|hey|kindly|ok|so|now|then|and|also|next)[,!. ]+(?:there[,!. ]+|team[,!. ]+)?)*(?:(?:can|could|would|will) you (?:please )?|(?:i|we)(?:['’]d| would)? (?:really )?(?:like|want|need|love)(?: you)?(?: to)? |(?:i(?:['’]m| am)|we(?:['’]re| are)) looking for |let['’]?s |your task is to )?";
const SPREAD =
  '(?:promot|advertis|announc|introduc|launch|present|showcas|celebrat|market|sell|explain|show|highlight|describ|cover|featur|tell|invit|teach|tour)';
const PLATFORM =
  '(?: (?:for|on) (?:our |my |the )?(?:instagram|tiktok|youtube|facebook|linkedin|social media|socials|website|reels|shorts|stories|twitter|x|tv|the web)(?: (?:and|or) \\w+)?)?';
const LENGTH =
  '(?:,? (?:of|lasting|that lasts|in|around|about|for) (?:about |around |approximately )?\\d+ ?-?(?:s|secs?|seconds?|mins?|minutes?)\\b)?';
const CONNECT = `(?:\\s*[:—–-]\\s*|,? (?:that is |which is )?(?:all )?(?:about|regarding|on the topic of|on|covering|for|of) |,? (?:that|which|to|and)? ?${SPREAD}(?:s|es|ing|e|ts)? ?(?:people |viewers |everyone |the story )?(?:of |about |off )?)`;
const WORDS = '(?:(?!(?:about|is|are|was|were|opens|sells|has)\\b)[\\w’\'":/-]+,? ){0,8}?';

export const english: DirectionRules = {
  request: new RegExp(
    `^${POLITE}(?:${MAKE} (?:me |us )?(?:an? |the |one |some |our |this )?|an? (?=(?:[\\w:-]+ ){0,4}?${FILM}\\b)|(?=(?:\\d+|short|quick|promo|promotional|social|funny|video|fun|cool|vertical|instagram|tiktok|youtube|explainer|teaser|trailer|ad|advert)\\b))${WORDS}${FILM}\\b${LENGTH}${PLATFORM}${LENGTH}${CONNECT}`,
    'i',
  ),
  requester:
    /^(.{3,60}?) (?:needs|wants|is looking for|would like|requires) (?:an? |some |one |our |the )?(?:[\w-]+ ){0,4}?(?:video|film|clip|spot|ad|advert|commercial|reel|promo|trailer|teaser)s?\b[\s,;:.–-]*(.*)$/is,
  requestFor:
    /^((?:young |busy |new |our |small |older |local )*(?:kids|children|students|teens|teenagers|parents|customers|employees|beginners|people|professionals|families|seniors|adults|fans|clients|followers|patients|toddlers|pupils|instagram|tiktok|youtube|facebook|social media)(?: \w+){0,3}?),? (?:about|on|explaining|showing|announcing|promoting|covering|that explains|to promote|to explain) /i,
  announce:
    /^(?:(?:i|we)(?:['’]d| would)? (?:just )?(?:like|want|need|have) to |please |let['’]?s )?(?:announce|tell (?:people|everyone|them|viewers|the world)|say|let (?:people|everyone) know|share|promote|advertise|celebrate|present)(?: that| about| the fact that)? (?=(?:we|our|my|i|the|a|an|this|there|it|on)\b)/i,
  tails: [
    /,? (?:and |but )?(?:with|using|in|set to|featuring|use|add|include|have) (?:an? |the |some |lots of |plenty of )?(?:[\w-]+,? (?:and |& )?){0,6}?(?:music|soundtrack|voice-?overs?|narration|narrator|colou?rs?|colou?r palette|tone|visuals?|animations?|graphics|captions|subtitles|footage|format|mood|aesthetic|vibes?|feel|look|transitions?|fonts?|text overlays?|(?:visual|sound) effects|emojis?)\b[^.]*$/i,
    /,? (?:in|for) (?:9:16|16:9|1:1|4:5|vertical|portrait|landscape|square)(?: format| mode)?\b[^.]*$/i,
    /,? (?:lasting|that lasts|about|around|for) (?:about |around )?\d+ ?-?(?:s|secs?|seconds?)\b(?: long)?[^.]*$/i,
    /,? (?:\d+ ?-?(?:s|secs?|seconds?|minutes?) (?:long|max|in length)|(?:make it|keep it|it should|please)\b[^.]*)$/i,
    /,? (?:for|on) (?:instagram|tiktok|youtube|facebook|linkedin|social media|reels|shorts)\b[^.]*$/i,
  ],
  audience:
    /,? (?:targeting|aimed at|targeted at|intended for|geared towards?|for an audience of|directed at|addressed to|for (?=(?:young |busy |small |older )?(?:kids|children|students|teens|teenagers|parents|beginners|families|adults|seniors|everyone|professionals|toddlers)\b)) ?([^,.;]+)/i,
  production: [
    /^(?:and |but |also |please )*(?:the |this |our |its |overall )?(?:target )?(?:video|film|clip|spot|ad|tone|style|mood|music|voice(?:-?over)?|colou?rs?|colou?r palette|palette|format|duration|length|aspect(?: ratio)?|pacing|pace|visuals?|narrator|narration|captions?|audience|look|feel|look and feel|soundtrack|animation|text|font|ending|intro|background|script|output)s? (?:should|must|needs?|has to|have to|is to|can|shall|will|would|is|are)\b/i,
    /^(?:it|everything|they|this) (?:should|must|needs? to|has to) (?:be|feel|look|sound|have|last|run|end|start|include|show)\b/i,
    /^(?:and |but |also |please |then )*(?:use|add|include|keep|avoid|no|have|try|apply|choose|pick|play|insert|put|feature|don['’]?t use|do not use|overlay|make sure)\b.*\b(?:music|soundtrack|voice-?over|narrat\w+|colou?rs?|palette|tone|style|visuals?|animations?|graphics|captions?|subtitles|footage|shots?|scenes?|transitions?|fonts?|text|effects|emojis?|logo|video|clip|format|pacing|cuts|it (?:short|fun|simple|light)|under \d+)\b/i,
    /^(?:and |but |please )*(?:keep|make) (?:it|the video|the tone|everything|things|this)\b/i,
    /^(?:in|with) (?:an? )?(?:[\w-]+,? (?:and )?){0,5}(?:tone|style|mood|format|look|feel|aesthetic)[.!]?$/i,
    /^(?:vertical|portrait|landscape|square|9:16|16:9|4:5|1:1)\b[^,]{0,30}$/i,
    /^(?:(?:about |around |approximately |max(?:imum)? )?\d+ ?-?(?:s|secs?|seconds?)(?: (?:long|max|video|spot|ad|in length))?)[.!]?$/i,
    /^(?:thanks?(?: you)?|thank you(?: so much| very much)?|cheers|best regards|kind regards|regards|hi|hello|hey)(?: (?:in advance|all|team|there))?[,.!]*$/i,
  ],
  feature:
    /^(?:and |also |then |please )*(?:highlight|mention|emphasi[sz]e|stress|point out|underline|focus on|talk about|explain|describe|showcase|include|cover|feature|promote|advertise|present|introduce|(?:make sure|be sure|don['’]?t forget) to (?:mention|include|say|highlight|show)|tell (?:people|viewers|them|everyone)(?: about)?)(?: that| the fact that)? (.+)$/i,
  show: /^(?:and |also |then |please )*(?:show|display|open (?:with|on)|start with|begin with|cut to|zoom in on|zoom into|picture|depict|we see|close-?up(?: shot)? of|pan over|pan across|fade to|opening shot:?|(?:wide|aerial|drone) shot of)\s+(.+)$/i,
  end: /^(?:and |also |then |please )*(?:the (?:video|film|ad) (?:should|must) )?(?:end|finish|close|conclude|wrap up)s?(?: it| the video| the film| the ad)? (?:with|by|on) (.+)$/i,
  urge: /^(?:and |also |then |please )*(?:ask|asking|encourage|encouraging|invite|inviting|tell|telling|urge|urging|get|getting|motivate|remind|reminding|prompt) (?:people|viewers|them|users|customers|everyone|the audience|the viewers?|visitors|readers|listeners|students|parents|families|guests) to (.+)$/i,
  endPrefix:
    /^(?:an? |the |our |your )*(?:clear |strong |friendly |short )*(?:call[- ]to[- ]action|cta|invitation|invite|message|slogan|tagline|line|words|text|claim|sentence|question)s?(?: (?:to|that says|saying|of|for|which says|for (?:people|viewers) to)|:)?\s*/i,
  call: /^(?:so |and |then |please |now |today |simply |just )*(?:visit|come|book|order|call|try|download|sign up|join|apply|register|follow|subscribe|get (?:your|yours|started|in touch|\d+|the app|tickets)|buy|shop|discover|save (?:your|the date|a seat|\d+)|reserve|contact|start (?:your|now|today|free)|learn more|find out|see you|don['’]?t miss|do not miss|stop by|drop by|swing by|pop in|donate|vote|sign|pre-?order|enrol+|claim|grab|send (?:us|your)|email|write to|message|text|tap|click|scan|check out|head (?:to|over)|meet us|be there|give us|enter|tune in|watch|stream|pick up|bring)\b/i,
  imperative: (infinitive) =>
    infinitive.replace(
      /^(visit|book|order|call|try|download|join|apply|register|follow|subscribe|buy|contact|start|com|mak|tak|sav)(?:t)?ing\b/i,
      (_all, verb: string) => (/^(?:com|mak|tak|sav)$/i.test(verb) ? `${verb}e` : verb),
    ),
  how: /^(?:the (?:question|story) of )?(?:how|why|what|where|when|which|who)\b(?!.*\?$)/i,
  that: /^(?:that |the fact that )((?:we|our|i|my|you|it|the|this|there|an?)\b.+)$/i,
  labels: [
    [/^(?:product|business|service|event|shop|store|app|restaurant|venue name)$/i, 'thing'],
    [/^(?:topic|subject|about|what|theme|description|brief|summary|idea|concept|story)$/i, 'subject'],
    [/^(?:(?:product |brand |company |business |event |app )?name|brand|company|client)$/i, 'name'],
    [/^(?:price|cost|fee|entry|admission|tickets?)$/i, 'price'],
    [/^(?:where|place|location|venue|address|city)$/i, 'place'],
    [/^(?:when|date|time|dates|opening hours|hours|deadline|launch date|date and time)$/i, 'date'],
    [/^(?:(?:target )?audience|for|who|target(?: group)?|who is it for)$/i, 'audience'],
    [
      /^(?:tone|mood|style|music|look|look and feel|visuals?|colou?rs?|voice|vibe|feeling|font|imagery|visual style|tone of voice)$/i,
      'look',
    ],
    [
      /^(?:duration|length|format|aspect(?: ratio)?|platform|resolution|language|preset|channel|goal|objective|deliverables?|type|budget|notes?)$/i,
      'format',
    ],
    [/^(?:cta|call[- ]to[- ]action|action|ending|closing|close|end)$/i, 'call'],
    [/^(?:slogan|tagline|claim|motto|quote|headline|key message|message|hook|opening line)$/i, 'quote'],
    [
      /^(?:features?|benefits?|points?|key points?|highlights?|ingredients?|menu|programme|program|usps?|requirements?|tasks|perks|we offer|offers?|includes?)$/i,
      'points',
    ],
    [/^(?:text|script|narration|voice-?over|vo|narrator|details|info|facts?)$/i, 'text'],
  ],
  having: /^([^,]{3,90}), (?:featuring|with|including|offering) (.{6,})$/i,
  heading:
    /^(?:a |an |the |our |my )?(?:easy |simple |quick |classic )?(?:recipe|tutorial|guide|how-to|instructions|story)(?: for| to| about| of) ([^:.!?]{3,50})(?::\s*(.+))?$/is,
  scene: /^(?:scene|shot|part|step|frame)\s*#?\d{1,2}\s*(?:\([^)]*\))?\s*[:.–-]\s*/i,
};

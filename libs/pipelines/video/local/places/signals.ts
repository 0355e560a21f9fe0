/** How a language leads up to a place: all as patterns of what stands right before the name. */
interface Signals {
  /** Words that may stand before a place. */
  before: RegExp;
  /** Those that hardly ever stand before the word or the dish of that name. */
  beforeAWord: RegExp;
  /** Those that never stand before a person of that name. */
  beforeAPerson: RegExp;
  /** What says that the place is what the sentence is about. */
  topic: RegExp;
}

const ending = (words: string, articles = '', little = ''): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:(?:${words})\s(?:(?:${articles || 'the'})\s)?${little && `|(?:${little})['’]`})$`,
    'iu',
  );

const about = (words: string, prepositions: string, articles: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${words})(?:\s(?:${prepositions}))?\s?(?:(?:${articles})\s?)?(?:\b[dl]['’])?$`,
    'iu',
  );

const BY_LANGUAGE: Record<string, Signals> = {
  en: {
    before: ending(
      'in|to|from|near|across|around|throughout|of|at|through|outside|towards?|into|via|between|visit|leave|reach|explore',
      'the',
    ),
    beforeAWord: ending('in|to|from|near|across|around|throughout|outside|into|via', 'the'),
    beforeAPerson: ending('in|near|across|around|throughout|outside', 'the'),
    topic: about(
      'city|town|capital|country|heart|streets|days?|weekend|week|trip|journey|tour|visit|welcome|fl(?:y|ies|ew)|travels?|moved?|come|lives?|living|based|located|born|explore|discover|coast|islands?|north|south|east|west|sale|rent|hidden|made|grown',
      'of|in|to|from|at|around|through|across',
      'the',
    ),
  },
  fr: {
    before: ending(
      'à|au|aux|en|de|du|des|dans|vers|depuis|pour|sur|visitez|découvrez',
      'la|le|les',
      'd|l|jusqu',
    ),
    beforeAWord: ending('à|au|aux|en|de|vers|depuis', 'la|le|les'),
    beforeAPerson: ending('en|au|aux', 'la|le|les'),
    topic: about(
      'ville|capitale|pays|cœur|rues|journée|jours?|week-end|semaine|voyage|visitez?|bienvenue|séjour|habite|vit|vivre|située?|née?|découvrez|côte|îles?|nord|sud|est|ouest|vendre|louer',
      'à|de|du|des|en|au|aux|dans|par',
      'la|le|les',
    ),
  },
  es: {
    before: ending('en|a|de|del|al|desde|hacia|hasta|por|para|entre|visita|descubre', 'el|la|los|las'),
    beforeAWord: ending('en|a|de|desde|hacia|hasta', 'el|la|los|las'),
    beforeAPerson: ending('en|desde|hacia', 'el|la|los|las'),
    topic: about(
      'ciudad|capital|país|corazón|calles|días?|fin de semana|semana|viaj[ea]|visita|bienvenidos|vive|vivir|situad[oa]|nació|descubre|costa|islas?|norte|sur|este|oeste|venta|alquiler',
      'de|en|a|por|al|del',
      'el|la|los|las',
    ),
  },
  de: {
    before: ending(
      'in|im|ins|nach|aus|bei|von|zwischen|um|durch|über|ab|bis|für|besuche?|entdecke',
      'der|die|den|dem',
    ),
    // "in den Bergen" are mountains, "in Bergen" is the city.
    beforeAWord: /(?<![\p{L}\p{N}])(?:in|nach|aus|von|bei)\s(?:der\s(?=$))?$/iu,
    beforeAPerson: ending('in|nach|aus', 'der|die|den|dem'),
    topic: about(
      'stadt|hauptstadt|land|herz(?:en)?|straßen|tage?|wochenende|woche|reise|fahrt|besuche?|willkommen|lebt|leben|liegt|wohnt|geboren|entdecke|küste|inseln?|norden|süden|osten|westen|verkaufen|vermieten',
      'in|im|nach|aus|von|durch',
      'der|die|den|dem',
    ),
  },
};

/** For languages of which only the prepositions are known. */
const OTHERS = ending(
  'em|no|na|nos|nas|ao|para|do|da|de|di|del|della|dal|nel|nella|in|ad|a|naar|uit|van|bij|till|från|i|w|do|z|v',
  'o|a|os|as|il|la|gli|de|het',
);

export const signalsOf = (language: string): Signals =>
  BY_LANGUAGE[language] ?? { before: OTHERS, beforeAWord: OTHERS, beforeAPerson: /$^/u, topic: /$^/u };

import { grammarOf } from './rules.js';

const MONTHS = '(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)';
const CITIES =
  '(?:Berlin|Hamburg|München|Köln|Frankfurt|Stuttgart|Düsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden|Hannover|Nürnberg|Duisburg|Bochum|Bonn|Münster|Mannheim|Karlsruhe|Augsburg|Wiesbaden|Kiel|Freiburg|Mainz|Erfurt|Rostock|Kassel|Potsdam|Heidelberg|Regensburg|Würzburg|Ulm|Jena|Lübeck|Weimar|Wien|Graz|Linz|Salzburg|Innsbruck|Zürich|Basel|Bern|Genf|Luzern|Lissabon|Porto|Paris|London|Madrid|Barcelona|Rom|Mailand|Prag|Amsterdam|Brüssel|Deutschland|Österreich|Bayern|Hessen|Sachsen|Europa)';

export const german = grammarOf({
  verbs:
    /(?<!\p{L})(?:ist|sind|war|waren|wird|werden|werde|bin|hat|haben|habe|hatte|kann|können|muss|müssen|soll|sollen|will|wollen|darf|dürfen|macht|machen|geht|gehen|kommt|kommen|komm|kommst|öffnet|öffnen|eröffnet|eröffnen|bietet|bieten|verkauft|verkaufen|hilft|helfen|kostet|kosten|beginnt|beginnen|startet|dauert|lädt|laden|hält|halten|backt|backen|bäckt|sucht|suchen|findet|finden|gibt|geben|bringt|bringen|liefert|liefern|liegt|liegen|steht|stehen|bleibt|bleiben|lebt|leben|spielt|spielen|zeigt|zeigen|präsentiert|präsentieren|feiert|feiern|verändert|nutzt|nutzen|produziert|sagt|sagen|sieht|sehen|weiß|wissen|liebt|lieben|arbeitet|arbeiten|verdient|schließt|enthält|funktioniert|leuchtet|passt|reicht|wartet|warten|freuen|freut|brauchst|braucht|brauchen|erwartet|erwarten|besuchen|besuche|besuch|buchen|buche|buch|bestellen|bestelle|bestell|probieren|probiere|melden|bewerben|bewirb|entdecken|entdecke|kaufen|kaufe|reservieren|sichern|sichere|schauen|schau|mischen|vermengen|rühren|geben|erfahren|lernen|lernt|beschloss|beschlossen|beschließt|kündigt|plant|planen|gilt|entsteht|entstehen|verbindet|macht|schmeckt|duftet|riecht|verpassen|holen|hol|rufen|ruf|treffen|erleben|trainieren|trainiert|genießen|genießt|genieße|stimmt)(?!\p{L})/u,
  determiners:
    'der die das den dem des ein eine einen einem einer eines unser unsere unseren unserem unserer mein meine meinen meinem ihr ihre ihren ihrem dein deine deinen dieser diese dieses diesen jeder jede jedes jeden alle kein keine keinen im am zum zur beim vom ins',
  before: '',
  after: '',
  of: 'aus von für mit in',
  stop: 'und oder aber denn sondern doch dass weil wenn als wie ob nicht auch noch schon nur sehr mehr immer nie hier dort jetzt heute morgen ab um bis bei mit nach seit von zu an auf aus hinter in neben über unter vor zwischen durch für gegen ohne wir sie ihr ich du er es man sich uns euch ist sind wird werden haben hat kann können gerne alle jede jeder jeden dieser diese dieses diesen unsere unser unseren unserem unserer eine einen einem einer ihre ihren ihrem meine meinen backen sehen öffnen gehen machen kommen geben bieten suchen bringen leben arbeiten freuen wollen sollen müssen dürfen warten erfahren entdecken',
  ordinaryFirst:
    'wir sie ihr ich du er es man hier dort jetzt heute morgen mit für in im am an auf aus bei beim nach seit von vom zu zum zur ab um bis durch ohne und aber oder wenn weil als wie was wer wo wann warum dass kommen besuchen bestellen buchen entdecken neue neuer neues neuen frische frischer frisches gute guter gutes kleine kleiner kleines große großer großes mehr alle jeder jede jedes kein keine kostenlose kostenloser kostenloses gemütliche gemütliches gemütlicher dieser diese dieses uhr januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag freitag samstag sonntag',
  capitalNouns: true,
  called: /(?:namens|genannt|heißt)/,
  nameIsFollowedBy:
    'ist ein|ist eine|ist der|ist die|ist das|bietet|hilft|kostet|sucht|lädt|eröffnet|präsentiert|hält|macht|bringt|lässt|leuchtet',
  place: new RegExp(`(?<!\\p{L})(?:in|bei|nahe) ${CITIES}(?:-\\p{Lu}\\p{L}+)?(?!\\p{L})`, 'u'),
  date: new RegExp(
    `(?<!\\p{L})(?:(?:diesen |jeden |nächsten )?(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)(?:,? (?:den |dem )?\\d{1,2}\\. ?(?:${MONTHS}|\\d{1,2}\\.)(?: \\d{4})?)?|\\d{1,2}\\. ?${MONTHS}(?: \\d{4})?|(?:dieses|nächstes) Wochenende)(?!\\p{L})`,
    'u',
  ),
  compound:
    /\s*;\s+|,?\s+(?:und|aber|denn|doch|sondern)\s+(?=(?:wir|sie|ihr|es|er|ich|du|man|das|der|die|unser|unsere|ein|eine)\s)/giu,
  spare: [
    /\s*\([^()]*\)/,
    /,\s+(?:der|die|das|den|dem|deren|dessen|welche[rsnm]?|wo|was|damit|weil|da|obwohl|während|sodass|indem|wodurch|um)\s[^,;.!?]*(?:,(?=\s+(?:und|aber))|(?=[.!?]?$))/iu,
    /,\s+(?:inklusive|einschließlich|darunter|vor allem|besonders|insbesondere|sowie|mit|ohne|wie)\s[^;.!?]*(?=[.!?]?$)/i,
  ],
  object: (phrase) =>
    phrase
      .replace(/(?<!\p{L})mein(?=(?:e|en|em|er|es)?(?!\p{L}))/gu, 'unser')
      .replace(/(?<!\p{L})Mein(?=(?:e|en|em|er|es)?(?!\p{L}))/gu, 'Unser'),
});

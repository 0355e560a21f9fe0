import type { DirectionRules } from './rules.js';

const FILM =
  '(?:(?:\\p{L}+-?)?(?:[Vv]ideo|[Ff]ilm|[Cc]lip|[Ss]pot|[Aa]nzeige|[Rr]eel|[Tt]railer|[Tt]easer|[Aa]nimation|[Ww]erbung|[Pp]räsentation)s?)';
const MAKE =
  '(?:mach|mache|machen|machen Sie|erstelle|erstell|erstellen|erstellen Sie|produziere|produzieren(?: Sie)?|generiere|schreib|schreibe|dreh|drehe|drehen(?: Sie)?|bereite|gestalte|gestalten(?: Sie)?|bau|baue|entwirf|entwickle)';
const POLITE =
  '(?:(?:hallo|hi|guten tag|bitte|moin)[,!. ]*)*(?:(?:kannst du|könntest du|können sie|könnten sie|ich (?:möchte|brauche|will|hätte gern|suche|wünsche mir)|wir (?:möchten|brauchen|wollen|hätten gern|suchen|wünschen uns)) )?';
const LENGTH =
  '(?:,? (?:von|mit|über|in) (?:etwa |ca\\. |rund )?(?:\\d+|fünfzehn|dreißig|sechzig) ?(?:s|sek|sekunden?|min|minuten?)(?: länge| dauer)?(?!\\p{L}))?';
const CONNECT = '(?:\\s*[:—–-]\\s*|,? (?:über|für|zu|zum|zur|rund um|von|das|der)(?: thema)? )';

export const german: DirectionRules = {
  request: new RegExp(
    `^${POLITE}(?:${MAKE} (?:mir |uns )?(?:bitte )?)?(?:ein(?:e|en)? |das |den )?(?:(?:\\d+[- ]?(?:sekündiges?|sekündigen|sekunden)|kurzes?|kurzen|kurze|schönes?|neues?|lustiges?|modernes?|vertikales?|emotionales?)[- ,]+){0,3}${FILM}(?!\\p{L})${LENGTH}(?: (?:für|auf) (?:instagram|tiktok|youtube|facebook|linkedin|social media|unsere website))?${LENGTH}${CONNECT}`,
    'iu',
  ),
  requester:
    /^(.{3,60}?) (?:braucht|möchte|sucht|will|wünscht sich) (?:ein |eine |einen )?(?:[\p{L}-]+ ){0,2}?(?:video|film|clip|spot|anzeige|reel)(?!\p{L})[\s,;:.–-]*(.*)$/isu,
  requestFor:
    /^((?:junge |unsere )?(?:kinder|jugendliche|studenten|studierende|eltern|kunden|anfänger|familien|erwachsene|mitarbeiter|einsteiger)(?: \p{L}+)?),? (?:über|zum thema|das erklärt) /iu,
  announce:
    /^(?:(?:ich|wir) (?:möchte|möchten|will|wollen) )?(?:ankündigen|bekannt geben|mitteilen|sagen|verkünden|sag allen|sagt allen|erzähl allen),? (?:dass )?/i,
  tails: [
    /,? (?:und |aber )?(?:mit|in|im|bei|nutze|verwende) (?:einer |einem |ein |eine |der |dem )?(?:[\p{L}-]+,? (?:und )?){0,4}?(?:musik|sprecher\p{L}*|stimme|ton|stil|farben?|stimmung|bildern?|animationen?|untertiteln?|aufnahmen|format|hochformat|querformat|übergängen?|effekten?|schrift)(?!\p{L})[^.]*$/iu,
    /,? (?:9:16|16:9|1:1|4:5|vertikal|quadratisch)(?!\p{L})[^.]*$/iu,
    /,? (?:das|die|der)? ?\d+ ?(?:s|sek|sekunden?) (?:lang|dauert|dauern soll)[^.]*$/i,
  ],
  audience:
    /,? (?:gerichtet an|zielgruppe:?|die sich an|für die zielgruppe|für eine zielgruppe von) ([^,.;]+)/i,
  production: [
    /^(?:und |aber |auch )*(?:der |die |das |dieses |unser )?(?:video|film|clip|spot|ton|tonfall|stil|stimmung|musik|stimme|farben?|format|dauer|länge|tempo|bilder|erzähler|untertitel|zielgruppe|animation|text|schrift|ende) (?:soll|sollte|sollen|sollten|muss|müssen|darf|wird|ist|sind|kann)(?!\p{L})/iu,
    /^(?:es|er|alles|das ganze|sie) (?:soll|sollte|muss) .*(?:sein|haben|wirken|dauern|enden|aussehen|klingen)[.!]?$/i,
    /^(?:und |auch |bitte )*(?:nutze|nutzen sie|verwende|verwenden sie|füge|vermeide|keine?|halte|wähle|setze|zeige keine|benutze)(?!\p{L}).*(?:musik|stimme|ton|stil|farben?|bilder|animationen?|untertitel|aufnahmen|szenen?|übergänge|schrift|text|effekte|emojis?|logo|video|format)(?!\p{L})/iu,
    /^(?:in|mit) (?:einem |einer )?(?:[\p{L}-]+,? (?:und )?){0,4}(?:ton|stil|stimmung|format)[.!]?$/iu,
    /^(?:(?:vielen )?dank(?: im voraus)?|danke(?: schön| im voraus)?|hallo|viele grüße|liebe grüße|mit freundlichen grüßen|guten tag)[,.!]*$/i,
  ],
  feature:
    /^(?:und |auch |dann |bitte )*(?:betone|betonen sie|erwähne|erwähnen sie|hebe hervor|unterstreiche|erkläre|erklären sie|beschreibe|stelle vor|vergiss nicht,?|weise darauf hin,?|sag,?|sprich über|nenne|nennen sie)(?: dass)? (.+)$/i,
  show: /^(?:und |auch |dann |bitte )*(?:zeige|zeigen sie|zeig|beginne mit|beginnen sie mit|starte mit|man sieht|wir sehen|nahaufnahme (?:von|eines|einer)|großaufnahme von)\s+(.+)$/i,
  end: /^(?:und |auch |dann |bitte )*(?:ende|enden sie|beende das video|schließe|schließen sie|zum schluss|am ende:?|abschluss:?) (?:mit )?(.+)$/i,
  urge: /^(?:und |auch |dann |bitte )*(?:lade|ladet|ermuntere|fordere|bitte|motiviere) (?:die leute|die zuschauer|das publikum|alle|die kunden|menschen)(?: (?:ein|auf|dazu))?,? (?:zu )?(.+)$/i,
  endPrefix:
    /^(?:einem |einer |dem |der |unserem |ein |eine )*(?:call[- ]to[- ]action|handlungsaufforderung|aufforderung|einladung|botschaft|slogan|spruch|satz|worten?|text|frage)(?: (?:zu|zum|zur)|\s*:)?\s*/i,
  call: /^(?:also |und |jetzt |heute |einfach )*(?:besuch(?:e|en sie|t)?|komm(?:en sie|t)?|buch(?:e|en sie|t)?|bestell(?:e|en sie|t)?|ruf(?:e|en sie|t)?|probier(?:e|en sie|t)?|lad(?:e|en sie)?|meld(?:e|en sie|et)|bewirb|bewerben sie|bewerbt|folg(?:e|en sie|t)|abonnier(?:e|en sie|t)?|kauf(?:e|en sie|t)?|entdeck(?:e|en sie|t)|sicher(?:e|n sie|t)|schau(?:e|en sie|t)?|verpass(?:e|en sie|t)?|nicht verpassen|reservier(?:e|en sie|t)?|kontaktier(?:e|en sie|t)?|schreib(?:e|en sie|t)?|spend(?:e|en sie|et)|klick(?:e|en sie|t)?|hol(?:e|en sie|t)?|genieß(?:e|en sie|t)|erleb(?:e|en sie|t)|mach(?:e|en sie|t)? mit|sei(?:en sie|d)? dabei|wir freuen uns auf|bis (?:samstag|sonntag|bald|dann|montag|freitag)|jetzt (?:bewerben|bestellen|buchen|kaufen|anmelden|entdecken|testen|reservieren|sichern|mitmachen|herunterladen|vorbestellen))(?!\p{L})/iu,
  imperative: (infinitive) => infinitive,
  how: /^(?:wie|warum|wieso|weshalb|was|wo|wann|wer)(?!\p{L})(?!.*\?$)/iu,
  that: /^dass (.+)$/i,
  dative: /^(?:einem|einer|unserem|unserer|meinem|meiner|dem|diesem|dieser|ihrem|ihrer)(?!\p{L})/iu,
  labels: [
    [/^(?:produkt|dienstleistung|veranstaltung|event|geschäft|app)$/i, 'thing'],
    [/^(?:thema|beschreibung|briefing|was|projekt|idee|inhalt)$/i, 'subject'],
    [/^(?:name|marke|firma|unternehmen|kunde|produktname)$/i, 'name'],
    [/^(?:preis|kosten|eintritt|tickets?|gebühr)$/i, 'price'],
    [/^(?:wo|ort|adresse|stadt|treffpunkt)$/i, 'place'],
    [/^(?:wann|datum|termin|uhrzeit|zeit|öffnungszeiten|frist|beginn)$/i, 'date'],
    [/^(?:zielgruppe|publikum|für wen)$/i, 'audience'],
    [/^(?:ton|tonfall|tonalität|stil|stimmung|musik|bilder|farben?|stimme|look)$/i, 'look'],
    [/^(?:dauer|länge|format|plattform|sprache|ziel|budget|notiz|hinweis|kanal)$/i, 'format'],
    [/^(?:cta|call[- ]to[- ]action|handlungsaufforderung|schluss|ende|abschluss)$/i, 'call'],
    [/^(?:slogan|claim|zitat|botschaft|kernbotschaft|motto|titel)$/i, 'quote'],
    [
      /^(?:punkte|vorteile|merkmale|zutaten|speisekarte|programm|highlights|aufgaben|anforderungen|profil|wir bieten|angebote?|leistungen)$/i,
      'points',
    ],
    [/^(?:text|skript|sprechertext|details|infos?)$/i, 'text'],
  ],
  having: /^([^,]{3,90}), mit (.{6,})$/i,
  heading:
    /^(?:das |ein |unser )?(?:\p{L}+es )?(?:rezept|anleitung|geschichte) (?:für|zu|von|zum) ([^:.!?]{3,50})(?:\s*:\s*(.+))?$/isu,
  scene: /^(?:szene|einstellung|teil|schritt)\s*\d{1,2}\s*[:.–-]\s*/i,
};

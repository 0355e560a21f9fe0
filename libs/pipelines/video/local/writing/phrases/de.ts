import type { PhraseBank } from './bank.js';
import { genres } from './de-genres.js';
import { topics } from './de-topics.js';

/** Says neither "du" nor "Sie", so that it goes with briefs in either. */
export const de: PhraseBank = {
  and: 'und',
  hooks: [
    'Ein genauer Blick lohnt sich. | Genau hinsehen',
    'Kurz innehalten und zuhören. | Kurz innehalten',
    'Hier kommt etwas, das Aufmerksamkeit verdient. | Aufgepasst',
    'Schon gehört? | Schon gehört?',
    'Das sollte man sich merken. | Gut zu merken',
  ],
  comments: [
    'Gut zu wissen. | Gut zu wissen',
    'So einfach ist das. | So einfach',
    'Und das ist erst der Anfang. | Erst der Anfang',
    'Es sind die Kleinigkeiten, die den Unterschied machen. | Die Kleinigkeiten',
    'Man versteht schnell, warum das zählt. | Warum es zählt',
    'Und das ist noch nicht alles. | Noch nicht alles',
    'Das darf man ruhig im Kopf behalten. | Im Kopf behalten',
    'Darüber lohnt es sich nachzudenken. | Zum Nachdenken',
  ],
  passages: [
    ['Einfach ist schön. | Einfach schön'],
    ['Manchmal genügt ein Blick. | Ein Blick genügt'],
    ['Gute Nachrichten teilt man gern. | Gute Nachrichten'],
    ['Es ist nie zu spät. | Nie zu spät'],
    [
      'Vieles um uns herum will unsere Aufmerksamkeit. | So viel Lärm',
      'Weniges hat sie wirklich verdient. | Weniges',
      'Hier lohnt sich ein zweiter Blick. | Ein zweiter Blick',
    ],
    [
      'Wann hat uns zuletzt etwas wirklich überrascht? | Überrascht?',
      'Wahrscheinlich haben wir es sofort weitererzählt. | Weitererzählt',
      'So verbreiten sich gute Nachrichten. | Gute Nachrichten',
    ],
    [
      'Große Veränderungen kündigen sich selten an. | Große Veränderungen',
      'Sie beginnen mit einem kleinen Schritt. | Ein kleiner Schritt',
      'Vielleicht ist heute dieser Schritt. | Vielleicht heute',
    ],
    [
      'Was zählt am Ende wirklich? | Was zählt?',
      'Zeit, Menschen und ein wenig Freude sind ein guter Anfang. | Zeit und Freude',
      'Der Rest ist Nebensache. | Nebensache',
    ],
    [
      'Es ist leicht, alles aufzuschieben. | Warum warten?',
      'Morgen scheint immer der bessere Tag zu sein. | Immer morgen',
      'Doch das Morgen entsteht aus dem, was wir jetzt tun. | Jetzt',
    ],
    [
      'Man kann vieles auf viele Arten sagen. | Klare Worte',
      'Die ehrliche ist meistens die kürzeste. | Kurz und ehrlich',
      'Darum hier ganz ohne Umschweife. | Ohne Umschweife',
    ],
    [
      'Manche Ideen wirken von Weitem klein. | Von Weitem klein',
      'Aus der Nähe werden sie größer. | Aus der Nähe',
      'Und wer lange hinsieht, vergisst sie nicht mehr. | Unvergessen',
    ],
    [
      'Niemand behält alles, was ein Tag so zeigt. | Ein voller Tag',
      'Wir behalten, was uns berührt hat. | Was uns berührt',
      'Genau darum geht es. | Darum geht es',
    ],
    [
      'Neugier kostet nichts. | Neugier',
      'Sie öffnet Türen, die kein Plan findet. | Offene Türen',
      'Ihr zu folgen lohnt sich. | Es lohnt sich',
    ],
    [
      'Was wäre mit ein wenig mehr Zeit möglich? | Mehr Zeit',
      'Etwas Neues lernen oder einfach den Moment genießen? | Den Moment genießen',
      'Beides beginnt mit einer Entscheidung. | Eine Entscheidung',
    ],
    [
      'Manche warten auf den richtigen Moment. | Der richtige Moment',
      'Andere schaffen ihn sich. | Selbst gemacht',
      'Und was bringt der heutige Tag? | Und heute?',
    ],
    [
      'Gutes ist selten laut. | Selten laut',
      'Es entsteht mit Geduld und mit Sorgfalt. | Geduld und Sorgfalt',
      'Man merkt es an den Einzelheiten. | In den Einzelheiten',
    ],
    [
      'Irgendwann denken wir an diesen Tag zurück. | Zurückgedacht',
      'Worüber werden wir uns dann freuen? | Ohne Reue',
      'Dieser Gedanke darf bleiben. | Ein Gedanke',
    ],
    [
      'Worte sagen nur so viel. | Mehr als Worte',
      'Sehen ist besser, und ausprobieren ist noch besser. | Sehen und probieren',
    ],
    [
      'Jeder Tag bringt hundert kleine Entscheidungen. | Hundert Entscheidungen',
      'Die meisten sind schnell vergessen. | Schnell vergessen',
      'Manche stellen sich als wichtig heraus. | Manche zählen',
    ],
    [
      'Vielleicht führte der Zufall hierher. | Zufall?',
      'Vielleicht war es genau das Gesuchte. | Oder gesucht?',
      'So oder so ist das hier der richtige Ort. | Der richtige Ort',
    ],
    [
      'Die schönsten Momente brauchen keine Erklärung. | Keine Erklärung',
      'Man weiß einfach, dass man dabei war. | Dabei sein',
    ],
  ],
  invites: [
    'Der nächste Schritt kann heute sein. | Der nächste Schritt',
    'Gerne weitersagen. | Gerne weitersagen',
    'Das Wichtigste ist nun gesagt. | Das Wichtigste',
    'Worauf also noch warten? | Worauf warten?',
    'Jetzt ist der richtige Zeitpunkt. | Jetzt',
  ],
  genres,
  topics,
  frames: {
    meet: {
      offer: ['Vorhang auf für {x}.', 'Hier dreht sich alles um {x}.', 'Zeit für {x}.'],
      event: ['Vorhang auf für {x}.', 'Zeit für {x}.'],
      job: ['Hier geht es um {x}.'],
      recipe: ['Heute in der Küche: Zeit für {x}.', 'Heute geht es um {x}.'],
      news: ['Es geht um {x}.'],
      general: ['Hier geht es um {x}.', 'Reden wir über {x}.'],
    },
    meetDative: ['Willkommen bei {x}.', 'Mehr zu {x}.'],
    essence: ['Das ist {x}.'],
    seeking: {
      verb: 'suchen|sucht|brauchen|braucht',
      frames: ['{x} {v} dich.', '{x} {v} Sie.'],
    },
    where: ['Die Adresse: {x}.', 'Wo? {x}.'],
    how: ['Hier zeigt sich, {x}.', 'Gleich wird klar, {x}.'],
    fragment: {
      offer: ['Gut zu wissen: {x}.', 'Das Beste: {x}.', 'Nicht vergessen: {x}.'],
      event: ['Gut zu wissen: {x}.', 'Das Beste: {x}.', 'Nicht vergessen: {x}.'],
      job: ['Kurz gesagt: {x}.', 'Gut zu wissen: {x}.', 'Auch wichtig: {x}.'],
      recipe: ['Gut zu wissen: {x}.', 'Nicht vergessen: {x}.'],
      news: ['Kurz gesagt: {x}.', 'Das Wichtigste: {x}.'],
      general: ['Kurz gesagt: {x}.', 'Auf den Punkt gebracht: {x}.', 'Gut zu wissen: {x}.'],
    },
    points: {
      offer: ['Das alles gehört dazu: {x}.', 'Darauf kann man sich freuen: {x}.'],
      event: ['Auf dem Programm: {x}.', 'Darauf kann man sich freuen: {x}.'],
      job: ['Kurz gesagt: {x}.', 'Das zählt: {x}.'],
      recipe: ['Das braucht es: {x}.'],
      news: ['Die wichtigsten Punkte: {x}.'],
      general: ['Kurz gesagt: {x}.'],
    },
    leads: {
      price: ['Und der Preis? | Der Preis', 'Was kostet das? | Der Preis'],
      when: ['Und wann? | Wann?', 'Wann ist es so weit? | Wann?'],
      where: ['Und wo? | Wo?', 'Wo findet das statt? | Wo?'],
      list: ['Was steckt drin? | Was steckt drin?', 'Was gibt es alles? | Was gibt es?'],
      saving: ['Lust auf ein gutes Angebot? | Ein gutes Angebot', 'Und es wird noch besser. | Noch besser'],
    },
    recap: [
      'Zusammengefasst: {x}.',
      'Noch einmal in Kürze: {x}.',
      'Zum Merken: {x}.',
      'Und nicht vergessen: {x}.',
    ],
    name: ['Diesen Namen sollte man sich merken: {x}.', 'Der Name dazu: {x}.'],
    when: ['Gleich vormerken: {x}.', 'Der Termin: {x}.'],
    place: ['Und alles passiert {x}.'],
    figure: ['Eine Zahl sagt alles: {x}.', 'Diese Zahl bleibt: {x}.'],
    audience: ['Gemacht für {x}.', 'Das ist etwas für {x}.'],
    price: ['Der Preis: {x}.', 'All das für {x}.'],
    closeWithName: {
      offer: ['Jetzt {x} entdecken.', 'Mehr von {x} gibt es jetzt.'],
      event: ['Bis bald bei {x}!'],
      job: ['Teil von {x} werden.'],
      recipe: ['Guten Appetit!'],
      news: ['Wir bleiben dran.'],
      general: ['Mehr über {x} erfahren.'],
    },
  },
};

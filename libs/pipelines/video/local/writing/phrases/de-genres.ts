import type { PhraseBank } from './bank.js';

export const genres: PhraseBank['genres'] = {
  offer: {
    hooks: [
      'Lust auf etwas Besonderes? | Etwas Besonderes',
      'Was wäre, wenn heute ein wenig besser würde? | Ein besserer Tag',
      'Manche Entdeckungen retten den Tag. | Eine Entdeckung',
    ],
    passages: [
      ['Man könnte natürlich weitersuchen. | Weitersuchen?', 'Oder einfach hierbleiben. | Einfach bleiben'],
      [
        'Gut genug ist nicht immer gut genug. | Mehr als gut genug',
        'Den Unterschied spürt man. | Der Unterschied',
      ],
      [
        'Es gibt immer einen Grund, sich mit weniger zu begnügen. | Weniger?',
        'Und es gibt immer einen besseren dagegen. | Besser wählen',
      ],
      [
        'Versprechen kann man viel. | Versprochen?',
        'Am besten überzeugt man sich selbst. | Selbst überzeugen',
      ],
    ],
    invites: [
      'Wir freuen uns auf jeden Besuch. | Willkommen',
      'Zu zweit macht es noch mehr Freude. | Zu zweit',
      'Einen besseren Zeitpunkt gibt es nicht. | Kein besserer Zeitpunkt',
    ],
    closers: [
      'Jetzt selbst entdecken. | Jetzt entdecken',
      'Heute noch mehr erfahren. | Mehr erfahren',
      'Einfach ausprobieren. | Ausprobieren',
    ],
  },
  event: {
    hooks: [
      'Manche Termine verdienen einen roten Kreis im Kalender. | Termin vormerken',
      'Schon etwas vor? | Schon etwas vor?',
      'Da muss man dabei sein. | Dabei sein',
    ],
    passages: [
      [
        'Manche Abende sind am nächsten Morgen vergessen. | Unvergesslich',
        'Von anderen spricht man noch nach Jahren. | Gesprächsstoff',
      ],
      [
        'Fotos sind für alle, die zu Hause geblieben sind. | Mehr als Fotos',
        'Das Echte passiert, wenn Menschen sich treffen. | Das Echte',
      ],
      ['Wer gehört unbedingt mit dazu? | Wer kommt mit?', 'Jetzt ist die Zeit zu fragen. | Jetzt fragen'],
    ],
    invites: [
      'Freunde sind herzlich willkommen. | Mit Freunden',
      'Den Termin am besten gleich vormerken. | Vormerken',
      'Gemeinsam wird es am schönsten. | Gemeinsam',
    ],
    closers: [
      'Wir freuen uns auf alle, die kommen. | Wir freuen uns',
      'Bis bald vor Ort! | Bis bald!',
      'Einfach dabei sein. | Dabei sein',
    ],
  },
  job: {
    hooks: [
      'Macht die Arbeit noch Freude? | Noch Freude?',
      'Vielleicht ist es Zeit für etwas Neues. | Etwas Neues',
      'Das nächste Kapitel könnte hier beginnen. | Das nächste Kapitel',
    ],
    passages: [
      [
        'Manche Teams streiten, wer recht hatte. | Wer hatte recht?',
        'Gute Teams fragen, was sie daraus lernen. | Daraus lernen',
      ],
      ['Es gibt Montage, auf die man sich freut. | Ein guter Montag', 'Näher, als man denkt. | Ganz nah'],
      [
        'Gute Arbeit ist mehr als ein Gehalt. | Mehr als ein Gehalt',
        'Es geht um Menschen, um Sinn und um Raum zum Wachsen. | Raum zum Wachsen',
      ],
      [
        'Wir verbringen einen großen Teil des Lebens bei der Arbeit. | Ein Teil des Lebens',
        'Es sollte gut verbrachte Zeit sein. | Gute Zeit',
      ],
      [
        'Am ersten Tag weiß niemand alles. | Der erste Tag',
        'Neugier führt weiter als jedes Zeugnis. | Neugier',
      ],
    ],
    invites: [
      'Wir freuen uns auf jede Nachricht. | Einfach melden',
      'Vielleicht passt es ja genau. | Passt es?',
    ],
    closers: ['Jetzt bewerben. | Jetzt bewerben', 'Wir freuen uns auf das Kennenlernen. | Kennenlernen'],
  },
  recipe: {
    hooks: [
      'Hunger? | Hunger?',
      'Das ist leichter, als es aussieht. | Ganz leicht',
      'Ärmel hoch und los. | Ärmel hoch',
    ],
    passages: [
      ['Gutes braucht ein paar Minuten. | Ein paar Minuten', 'Der Rest ist Vorfreude. | Gleich fertig'],
      [
        'Man riecht es, bevor man es sieht. | Dieser Duft',
        'Und alle kommen von selbst an den Tisch. | An den Tisch',
      ],
      ['Etwas geht schief? | Etwas geht schief?', 'Das passiert in der besten Küche. | Das passiert'],
      [
        'Gutes Kochen ist keine Zauberei. | Keine Zauberei',
        'Es braucht gute Zutaten und ein wenig Geduld. | Ein wenig Geduld',
      ],
      [
        'Am besten mit Musik und ohne Eile. | Ohne Eile',
        'Die Küche ist der schönste Raum im Haus. | Der schönste Raum',
      ],
    ],
    invites: [
      'Am besten schmeckt es in guter Gesellschaft. | Gemeinsam',
      'Die ganze Küche duftet danach. | Dieser Duft',
    ],
    closers: ['Guten Appetit! | Guten Appetit!', 'Jetzt wird probiert. | Probieren'],
  },
  news: {
    hooks: [
      'Das muss man wissen. | Das Wichtigste',
      'Die Nachricht in Kürze. | In Kürze',
      'Ein Blick auf die Fakten. | Die Fakten',
    ],
    passages: [
      [
        'Hinter jeder Entscheidung stehen Menschen. | Die Menschen',
        'Manche gewinnen, manche machen sich Sorgen. | Gewinn und Sorge',
      ],
      [
        'Ein Blick auf die Einzelheiten lohnt sich. | Die Einzelheiten',
        'Zahlen erzählen nur einen Teil der Geschichte. | Nur ein Teil',
      ],
      ['Die Meinungen gehen auseinander. | Die Meinungen', 'Die Fakten sind ein guter Anfang. | Die Fakten'],
      [
        'Manche Nachricht ist am Abend vergessen. | Schnell vergessen',
        'Manche bleibt für Jahre. | Für Jahre',
      ],
      [
        'Schlagzeilen sind schnell gelesen und schnell vergessen. | Hinter der Schlagzeile',
        'Wichtig ist, was sie für die Menschen bedeuten. | Was es bedeutet',
      ],
      [
        'Noch ist nicht jede Frage beantwortet. | Offene Fragen',
        'Die nächsten Wochen werden mehr zeigen. | Die nächsten Wochen',
      ],
    ],
    invites: [
      'Das bleibt ein Thema. | Das bleibt ein Thema',
      'Vieles hängt davon ab, was nun folgt. | Was nun folgt',
    ],
    closers: ['Wir bleiben dran. | Wir bleiben dran', 'Mehr dazu in Kürze. | Mehr in Kürze'],
  },
  general: {
    hooks: [
      'Reden wir über etwas, das zählt. | Was zählt',
      'Schon einmal darüber nachgedacht? | Nachgedacht?',
    ],
    passages: [
      ['Hinter allem steckt mehr, als man sieht. | Mehr, als man sieht', 'Man muss nur hinsehen. | Hinsehen'],
      ['Jeder sieht es ein wenig anders. | Ganz verschieden', 'Gerade das macht es spannend. | Spannend'],
    ],
    invites: ['Ein Gedanke zum Mitnehmen. | Zum Mitnehmen', 'Wie denken andere darüber? | Und andere?'],
    closers: [
      'Es lohnt sich, genau hinzusehen. | Genau hinsehen',
      'Danke fürs Zuschauen. | Danke',
      'Jetzt mehr entdecken. | Mehr entdecken',
    ],
  },
};

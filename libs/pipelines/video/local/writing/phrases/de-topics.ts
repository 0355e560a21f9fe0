import type { PhraseBank } from './bank.js';

export const topics: PhraseBank['topics'] = {
  food: {
    hooks: [
      'Einfach der Nase nach. | Der Nase nach',
      'Bei manchem Duft bleibt man auf der Straße stehen. | Dieser Duft',
      'Ein guter Tag beginnt mit gutem Essen. | Gutes Essen',
    ],
    passages: [
      ['Der erste Bissen sagt alles. | Der erste Bissen', 'Augen zu und genießen. | Genießen'],
      [
        'Gutes Essen bringt Menschen an einen Tisch. | An einem Tisch',
        'Dort beginnen die besten Gespräche. | Gute Gespräche',
      ],
    ],
  },
  coffee: {
    hooks: [
      'Erst einmal Kaffee. | Erst einmal Kaffee',
      'Wie beginnt ein guter Morgen? | Ein guter Morgen',
      'Für eine Tasse ist immer Zeit. | Noch eine Tasse',
    ],
    passages: [
      [
        'Eine gute Tasse macht die Welt langsamer. | Langsamer',
        'Fünf Minuten lang ist alles andere egal. | Fünf Minuten',
      ],
      [
        'Man kommt wegen des Kaffees. | Wegen des Kaffees',
        'Man bleibt wegen des Moments. | Wegen des Moments',
      ],
    ],
  },
  sport: {
    hooks: [
      'Bereit für Bewegung? | Bereit?',
      'Der Körper weiß mehr, als man denkt. | Der Körper weiß es',
      'Der Puls steigt. | Der Puls steigt',
    ],
    passages: [
      [
        'Das Schwerste ist der Anfang. | Der Anfang',
        'Danach wird jeder Schritt leichter. | Schritt für Schritt',
      ],
      [
        'Ein gutes Training hat noch niemand bereut. | Nie bereut',
        'Nur das, das ausgefallen ist. | Nicht ausfallen lassen',
      ],
    ],
  },
  tech: {
    hooks: [
      'Was wäre, wenn es einfach funktioniert? | Es funktioniert',
      'Die Zukunft passt in eine Tasche. | Die Zukunft',
      'Immer noch so umständlich? | Umständlich?',
    ],
    passages: [
      [
        'Gute Technik bleibt im Hintergrund. | Im Hintergrund',
        'So bleibt Zeit für das, was Freude macht. | Mehr Zeit',
      ],
      ['Das Leben ist kompliziert genug. | Einfach', 'Werkzeuge sollten es nicht sein. | Einfache Werkzeuge'],
    ],
  },
  travel: {
    hooks: [
      'Wo wäre es jetzt schöner? | Woanders?',
      'Koffer packen. | Koffer packen',
      'Die Welt wartet. | Die Welt wartet',
    ],
    passages: [
      [
        'Man kommt mit mehr als Fotos zurück. | Mehr als Fotos',
        'Man kommt mit Geschichten zurück. | Mit Geschichten',
      ],
      ['Ein Ortswechsel ändert den Blick. | Ortswechsel', 'Manchmal reichen ein paar Tage. | Ein paar Tage'],
    ],
  },
  learning: {
    hooks: [
      'Was gab es heute zu lernen? | Lernen',
      'Jeder Profi hat einmal angefangen. | Anfangen',
      'Köpfe auf. | Köpfe auf',
    ],
    passages: [
      [
        'Was man gelernt hat, kann einem niemand nehmen. | Für immer',
        'Und es wächst, wenn man es teilt. | Teilen',
      ],
      ['Alles beginnt mit einer Frage. | Eine Frage', 'Und danach kommt gleich die nächste. | Die nächste'],
    ],
  },
  health: {
    hooks: [
      'Wie geht es wirklich? | Wie geht es?',
      'Einmal tief durchatmen. | Durchatmen',
      'Gesundheit geht vor. | Gesundheit zuerst',
    ],
    passages: [
      ['Auf sich zu achten ist kein Luxus. | Kein Luxus', 'Damit fängt alles andere an. | Damit fängt es an'],
      [
        'Kleine Gewohnheiten summieren sich. | Kleine Gewohnheiten',
        'Später ist man dankbar dafür. | Dankbar',
      ],
    ],
  },
  style: {
    hooks: [
      'Was sagt der Stil über einen Menschen? | Stil',
      'Tragen, was passt. | Was passt',
      'Der erste Eindruck bleibt. | Der erste Eindruck',
    ],
    passages: [
      ['Mode vergeht. | Mode vergeht', 'Stil bleibt. | Stil bleibt'],
      ['Man zieht es an und steht gleich gerader. | Gerader', 'Mehr Beweis braucht es nicht. | Beweis genug'],
    ],
  },
  home: {
    hooks: [
      'Was macht ein Haus zum Zuhause? | Ein Zuhause',
      'Willkommen zu Hause. | Willkommen',
      'Nirgends ist es so schön wie zu Hause. | Zu Hause',
    ],
    passages: [
      [
        'Zu Hause ist, wo der Tag gut endet. | Der Tag endet gut',
        'Es fühlt sich vom ersten Schritt an richtig an. | Richtig',
      ],
      [
        'Licht, Platz und eine ruhige Ecke ändern alles. | Licht und Platz',
        'Man spürt es schon an der Tür. | Man spürt es',
      ],
    ],
  },
  culture: {
    hooks: [
      'Ganz genau hinhören. | Hinhören',
      'Licht aus, Vorhang auf. | Vorhang auf',
      'Manche Momente machen Gänsehaut. | Gänsehaut',
    ],
    passages: [
      [
        'Für eine Weile ist die Welt draußen vergessen. | Die Welt vergessen',
        'Und etwas davon bleibt. | Was bleibt',
      ],
      ['Kunst fragt nicht um Erlaubnis. | Kunst', 'Sie findet einfach ihren Weg. | Ihr Weg'],
    ],
  },
  nature: {
    hooks: [
      'Hören, was draußen klingt. | Draußen',
      'Wir haben nur einen Planeten. | Ein Planet',
      'Natur braucht keinen Filter. | Ohne Filter',
    ],
    passages: [
      [
        'Alles hängt zusammen. | Alles hängt zusammen',
        'Was wir hier tun, spürt man anderswo. | Hier und dort',
      ],
      ['Die Natur lässt sich Zeit. | Zeit lassen', 'Und trotzdem wird alles fertig. | Zur rechten Zeit'],
    ],
  },
  money: {
    hooks: [
      'Wohin geht eigentlich das Geld? | Das Geld',
      'Ein ruhiger Kopf ist viel wert. | Ein ruhiger Kopf',
      'Gute Entscheidungen brauchen klare Sicht. | Klare Sicht',
    ],
    passages: [
      [
        'Geld sollte niemandem den Schlaf rauben. | Gut schlafen',
        'Mit einem guten Plan schläft es sich besser. | Ein guter Plan',
      ],
      ['Der beste Zeitpunkt war gestern. | Anfangen', 'Der zweitbeste ist heute. | Heute'],
    ],
  },
  family: {
    hooks: [
      'Wie groß war einmal die Welt? | Eine große Welt',
      'Zeit mit der Familie ist die beste Zeit. | Familienzeit',
      'Sie werden so schnell groß. | So schnell',
    ],
    passages: [
      [
        'Kinder erinnern sich nicht an perfekte Tage. | Echte Tage',
        'Sie erinnern sich an die gemeinsamen. | Gemeinsam',
      ],
      ['Gemeinsame Zeit ist nie verloren. | Nie verloren', 'An sie denken wir zurück. | Erinnerungen'],
    ],
  },
  animals: {
    hooks: [
      'Wer wartet da an der Tür? | Wer wartet da?',
      'Manche Freunde haben vier Pfoten. | Vier Pfoten',
      'Nur ein Blick in diese Augen. | Diese Augen',
    ],
    passages: [
      [
        'Tiere fragen nicht, wer man ist. | Wie man ist',
        'Sie freuen sich einfach, dass jemand da ist. | Sie freuen sich',
      ],
      ['Vertrauen wächst Tag für Tag. | Vertrauen', 'Und es kommt jeden Tag zurück. | Jeden Tag'],
    ],
  },
};

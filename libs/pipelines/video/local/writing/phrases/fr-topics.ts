import type { PhraseBank } from './bank.js';

export const topics: PhraseBank['topics'] = {
  food: {
    hooks: [
      'Suivez votre nez. | Suivez votre nez',
      'Certaines odeurs nous arrêtent dans la rue. | Cette odeur',
      'Une bonne journée commence à table. | À table',
    ],
    passages: [
      ['La première bouchée dit tout. | La première bouchée', 'Fermez les yeux et goûtez. | Goûtez'],
      [
        'Bien manger réunit les gens autour d’une table. | Une même table',
        'C’est là que naissent les plus belles conversations. | À partager',
      ],
    ],
  },
  coffee: {
    hooks: [
      'D’abord, un café. | D’abord, un café',
      'Comment commence votre matinée? | Votre matinée',
      'Il y a toujours du temps pour une tasse. | Une tasse de plus',
    ],
    passages: [
      [
        'Une bonne tasse ralentit le monde. | Ralentir',
        'Pendant cinq minutes, rien d’autre ne compte. | Cinq minutes',
      ],
      ['On vient pour le café. | Pour le café', 'On reste pour le moment. | Pour le moment'],
    ],
  },
  sport: {
    hooks: [
      'Prêt à bouger? | Prêt à bouger?',
      'Votre corps en sait plus que vous. | Votre corps',
      'Sentez battre votre cœur. | Votre cœur bat',
    ],
    passages: [
      ['Le plus dur, c’est de commencer. | Commencer', 'Ensuite, chaque pas devient plus léger. | Pas à pas'],
      [
        'On ne regrette jamais une bonne séance. | Sans regret',
        'On regrette seulement celle qu’on a sautée. | Allez-y',
      ],
    ],
  },
  tech: {
    hooks: [
      'Et si tout marchait, simplement? | Simplement',
      'L’avenir tient dans une poche. | L’avenir',
      'Encore à faire compliqué? | Compliqué?',
    ],
    passages: [
      [
        'La bonne technique sait se faire oublier. | Discrète',
        'Elle vous laisse du temps pour ce que vous aimez. | Plus de temps',
      ],
      [
        'La vie est assez compliquée. | Plus simple',
        'Vos outils ne devraient pas l’être. | Des outils simples',
      ],
    ],
  },
  travel: {
    hooks: [
      'Où aimeriez-vous être? | Ailleurs?',
      'Faites vos valises. | Vos valises',
      'Le monde vous attend. | Le monde',
    ],
    passages: [
      [
        'On revient avec plus que des photos. | Plus que des photos',
        'On revient avec des histoires. | Des histoires',
      ],
      [
        'Changer d’air change les idées. | Changer d’air',
        'Quelques jours suffisent parfois. | Quelques jours',
      ],
    ],
  },
  learning: {
    hooks: [
      'Qu’avez-vous appris aujourd’hui? | Apprendre',
      'Tout expert a été débutant. | Débuter',
      'Ouvrez votre esprit. | Ouvrez l’esprit',
    ],
    passages: [
      [
        'Ce que vous avez appris, nul ne peut vous le prendre. | Rien qu’à vous',
        'Et cela grandit quand on le partage. | Partager',
      ],
      ['Tout commence par une question. | Une question', 'N’arrêtez jamais d’en poser. | Encore une'],
    ],
  },
  health: {
    hooks: [
      'Comment allez-vous, vraiment? | Comment allez-vous?',
      'Respirez profondément. | Respirez',
      'Votre santé d’abord. | La santé d’abord',
    ],
    passages: [
      [
        'Prendre soin de soi n’est pas un luxe. | Pas un luxe',
        'C’est là que tout commence. | Tout commence là',
      ],
      [
        'Les petites habitudes finissent par compter. | Petites habitudes',
        'Vous vous direz merci plus tard. | Merci à vous',
      ],
    ],
  },
  style: {
    hooks: [
      'Que dit de vous votre style? | Votre style',
      'Portez ce qui vous ressemble. | À votre image',
      'La première impression reste. | Première impression',
    ],
    passages: [
      ['La mode passe. | La mode passe', 'Le style reste. | Le style reste'],
      [
        'On l’enfile, et l’on se tient plus droit. | Plus droit',
        'Il n’en faut pas plus comme preuve. | La preuve',
      ],
    ],
  },
  home: {
    hooks: [
      'Qu’est-ce qui fait un chez-soi? | Un chez-soi',
      'Bienvenue chez vous. | Bienvenue',
      'Rien ne vaut un chez-soi. | Chez soi',
    ],
    passages: [
      [
        'Chez soi, c’est là où la journée finit bien. | La journée finit bien',
        'On doit s’y sentir bien dès le premier pas. | Se sentir bien',
      ],
      [
        'De la lumière, de l’espace et un coin tranquille changent tout. | Lumière et espace',
        'On le sent dès qu’on entre. | On le sent',
      ],
    ],
  },
  culture: {
    hooks: [
      'Tendez l’oreille. | Tendez l’oreille',
      'Silence, le rideau se lève. | Le rideau se lève',
      'Certains moments donnent des frissons. | Des frissons',
    ],
    passages: [
      [
        'Pendant un moment, on oublie le monde. | Oublier le monde',
        'Et l’on emporte quelque chose qui reste. | Ce qui reste',
      ],
      ['L’art ne demande pas la permission. | L’art', 'Il trouve son chemin jusqu’à vous. | Jusqu’à vous'],
    ],
  },
  nature: {
    hooks: [
      'Écoutez le monde dehors. | Écoutez dehors',
      'Nous n’avons qu’une planète. | Une planète',
      'La nature n’a pas besoin de filtre. | Sans filtre',
    ],
    passages: [
      ['Tout est lié. | Tout est lié', 'Ce que nous faisons ici se ressent ailleurs. | Ici et ailleurs'],
      ['La nature prend son temps. | Son temps', 'Et pourtant, tout finit par arriver. | En son temps'],
    ],
  },
  money: {
    hooks: [
      'Savez-vous où va votre argent? | Votre argent',
      'La tranquillité d’esprit a de la valeur. | L’esprit tranquille',
      'Bien décider, c’est d’abord y voir clair. | Y voir clair',
    ],
    passages: [
      [
        'L’argent ne devrait empêcher personne de dormir. | Bien dormir',
        'Un bon plan rend les nuits plus calmes. | Un bon plan',
      ],
      [
        'Le meilleur moment pour commencer, c’était hier. | Commencer',
        'Le deuxième meilleur, c’est aujourd’hui. | Aujourd’hui',
      ],
    ],
  },
  family: {
    hooks: [
      'Vous souvenez-vous comme le monde était grand? | Un monde si grand',
      'Rien ne vaut le temps passé en famille. | En famille',
      'Ils grandissent si vite. | Si vite',
    ],
    passages: [
      [
        'Les enfants ne retiennent pas les jours parfaits. | Les vrais jours',
        'Ils retiennent ceux passés ensemble. | Ensemble',
      ],
      [
        'Le temps passé ensemble n’est jamais perdu. | Jamais perdu',
        'C’est de lui que l’on se souvient. | Se souvenir',
      ],
    ],
  },
  animals: {
    hooks: [
      'Qui vous attend derrière la porte? | Qui vous attend?',
      'Certains amis ont quatre pattes. | Quatre pattes',
      'Regardez ces yeux. | Ces yeux',
    ],
    passages: [
      [
        'Les animaux ne demandent pas qui vous êtes. | Tel que vous êtes',
        'Ils sont simplement heureux que vous soyez là. | Heureux',
      ],
      [
        'La confiance se gagne jour après jour. | La confiance',
        'Et elle vous est rendue chaque jour. | Chaque jour',
      ],
    ],
  },
};

import type { PhraseBank } from './bank.js';

export const genres: PhraseBank['genres'] = {
  offer: {
    hooks: [
      'Envie de quelque chose de spécial? | Quelque chose de spécial',
      'Et si aujourd’hui était un peu meilleur? | Un jour meilleur',
      'Certaines découvertes changent une journée. | Une découverte',
    ],
    passages: [
      [
        'Vous pourriez continuer à chercher. | Encore chercher?',
        'Ou bien vous arrêter ici. | Arrêtez-vous ici',
      ],
      [
        'Vous méritez mieux que l’à-peu-près. | Mieux que l’à-peu-près',
        'Vous sentirez la différence. | La différence',
      ],
      [
        'Il y a toujours une raison de se contenter de moins. | Se contenter?',
        'Il y a toujours une meilleure raison de dire non. | Choisir mieux',
      ],
      ['Ne nous croyez pas sur parole. | Sur parole?', 'Venez juger par vous-même. | Jugez vous-même'],
    ],
    invites: [
      'Nous avons hâte de vous accueillir. | Bienvenue',
      'Venez à deux, ou venez comme vous êtes. | Comme vous êtes',
      'Il n’y a pas de meilleur moment. | C’est le moment',
    ],
    closers: [
      'Venez voir par vous-même. | Venez voir',
      'Découvrez-en plus dès aujourd’hui. | En savoir plus',
      'Laissez-vous tenter. | Laissez-vous tenter',
    ],
  },
  event: {
    hooks: [
      'Certaines dates méritent d’être entourées en rouge. | Une date à retenir',
      'Vous avez déjà quelque chose de prévu? | Quelque chose de prévu?',
      'Vous aurez envie d’y être. | Y être',
    ],
    passages: [
      [
        'Il y a des soirées qu’on oublie dès le lendemain. | Inoubliable',
        'Et d’autres dont on parle pendant des années. | On en parlera',
      ],
      [
        'Les photos, c’est bien pour ceux qui sont restés chez eux. | Plus que des photos',
        'Le vrai moment, c’est quand on se retrouve. | Se retrouver',
      ],
      [
        'Pensez à ceux que vous aimeriez emmener. | Avec qui?',
        'C’est le moment de leur proposer. | Proposez-leur',
      ],
    ],
    invites: [
      'Venez avec vos amis. | Avec vos amis',
      'Gardez la date libre. | Gardez la date',
      'Il ne manque plus que vous. | Il ne manque que vous',
    ],
    closers: [
      'Nous avons hâte de vous voir. | On vous attend',
      'On se voit là-bas! | On se voit là-bas!',
      'Soyez de la fête. | Soyez-y',
    ],
  },
  job: {
    hooks: [
      'Votre travail vous passionne-t-il encore? | Encore passionné?',
      'Et si c’était le moment de changer? | Changer?',
      'Votre prochain chapitre commence peut-être ici. | Prochain chapitre',
    ],
    passages: [
      [
        'Certaines équipes cherchent qui avait raison. | Qui avait raison?',
        'Les bonnes cherchent ce qu’il y a à apprendre. | Apprendre ensemble',
      ],
      [
        'Imaginez un lundi matin que l’on attend avec plaisir. | Un bon lundi',
        'Il est plus proche qu’il n’y paraît. | Tout proche',
      ],
      [
        'Un bon travail, c’est plus qu’un salaire. | Plus qu’un salaire',
        'Ce sont des gens, du sens et l’envie de grandir. | L’envie de grandir',
      ],
      [
        'Nous passons une grande partie de notre vie au travail. | Une vie de travail',
        'Autant que ce temps soit bien employé. | Du temps bien employé',
      ],
      [
        'Personne ne sait tout dès le premier jour. | Le premier jour',
        'La curiosité mène plus loin qu’un diplôme. | Restez curieux',
      ],
    ],
    invites: [
      'Nous aimerions vous lire. | Écrivez-nous',
      'Ce poste, c’est peut-être vous. | Peut-être vous?',
    ],
    closers: [
      'Postulez dès aujourd’hui. | Postulez',
      'Nous avons hâte de vous rencontrer. | Rencontrons-nous',
    ],
  },
  recipe: {
    hooks: [
      'Un petit creux? | Un petit creux?',
      'C’est plus facile qu’il n’y paraît. | Plus facile que prévu',
      'Retroussez vos manches. | En cuisine',
    ],
    passages: [
      [
        'Les bonnes choses demandent quelques minutes. | Quelques minutes',
        'Le reste, c’est l’impatience. | Bientôt prêt',
      ],
      [
        'On la sent avant de la voir. | Cette odeur',
        'Et tout le monde passe à table sans qu’on l’appelle. | À table',
      ],
      ['Un raté? | Un raté?', 'Cela arrive dans les meilleures cuisines. | Cela arrive'],
      [
        'Bien cuisiner n’a rien de magique. | Rien de magique',
        'Il faut de bons produits et un peu de patience. | Un peu de patience',
      ],
      [
        'Mettez de la musique et prenez votre temps. | Prenez votre temps',
        'La cuisine est la plus belle pièce de la maison. | La plus belle pièce',
      ],
    ],
    invites: [
      'Préparez-la pour quelqu’un que vous aimez. | À partager',
      'Toute la maison sentira bon. | Quelle odeur',
    ],
    closers: ['Bon appétit! | Bon appétit!', 'Il ne reste plus qu’à goûter. | À table'],
  },
  news: {
    hooks: [
      'Voici ce qu’il faut savoir. | Ce qu’il faut savoir',
      'L’essentiel en bref. | L’essentiel en bref',
      'Regardons les faits. | Les faits',
    ],
    passages: [
      [
        'Derrière chaque décision, il y a des gens. | Des gens',
        'Certains y gagnent, d’autres s’inquiètent. | Gains et craintes',
      ],
      [
        'Les détails méritent qu’on s’y arrête. | Les détails',
        'Les chiffres ne disent qu’une partie de l’histoire. | Une partie',
      ],
      [
        'Les avis seront partagés. | Avis partagés',
        'Les faits sont un bon point de départ. | Partir des faits',
      ],
      [
        'Certaines nouvelles s’effacent le soir même. | Vite effacées',
        'D’autres restent pendant des années. | Pour longtemps',
      ],
      [
        'Un titre se lit vite et s’oublie vite. | Derrière le titre',
        'Ce qui compte, c’est ce qu’il change pour les gens. | Ce que cela change',
      ],
      [
        'Toutes les questions n’ont pas encore de réponse. | Questions ouvertes',
        'Les prochaines semaines en diront plus. | À suivre',
      ],
    ],
    invites: ['C’est une histoire à suivre. | À suivre', 'La suite dira le reste. | La suite'],
    closers: ['Restez informés. | Restez informés', 'Suivez cette histoire avec nous. | À suivre'],
  },
  general: {
    hooks: [
      'Parlons d’une chose qui compte. | Une chose qui compte',
      'Y avez-vous déjà pensé? | Y avez-vous pensé?',
    ],
    passages: [
      [
        'Il y a toujours plus que ce que l’on voit. | Plus que l’on voit',
        'Il suffit de regarder. | Regardez',
      ],
      [
        'Chacun le voit un peu à sa façon. | Chacun sa façon',
        'C’est ce qui rend la chose intéressante. | Intéressant',
      ],
    ],
    invites: ['Pensez-y. | Pensez-y', 'Et vous, qu’en dites-vous? | Votre avis?'],
    closers: [
      'Regardez-le d’un œil neuf. | D’un œil neuf',
      'Merci de votre attention. | Merci',
      'À vous de découvrir la suite. | À découvrir',
    ],
  },
};

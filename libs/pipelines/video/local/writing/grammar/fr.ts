import { grammarOf } from './rules.js';

export const french = grammarOf({
  verbs:
    /(?<!\p{L})(?:est|sont|sera|seront|était|a|ont|avons|avez|aura|ai|es|suis|sommes|êtes|va|vont|allons|allez|fait|font|faisons|peut|peuvent|pouvez|pouvons|doit|doivent|devez|veut|veulent|voulez|ouvre|ouvrent|ouvrons|ouvrira|propose|proposent|proposons|offre|offrent|offrons|vend|vendons|aide|aident|permet|permettent|coûte|coûtent|commence|commencent|dure|durent|vient|viennent|arrive|arrivent|présente|présentons|lance|lancent|lançons|recherche|cherche|cherchons|recherchons|recrute|recrutons|invite|invitons|attend|attendons|attendent|organise|organisons|prépare|préparons|sert|servons|livre|livrons|reste|restent|devient|donne|donnent|met|mettent|prend|prennent|annonce|annoncent|trouve|trouvent|vit|vivent|joue|jouent|accueille|accueillons|fête|fêtons|célèbre|célébrons|change|changent|utilise|fabrique|fabriquons|produit|produisent|dit|disent|voit|voient|sait|savent|aime|aiment|aimons|travaille|travaillent|tient|mérite|suffit|faut|existe|existent|garantit|tombe|passe|passent|ferme|ferment|contient|c['’]est|\p{L}{2,}(?:ez|ons|aient|ait|eront|era)|mélanger|ajouter|cuire|faites|dites)(?!\p{L})/iu,
  determiners:
    'le la les un une des du de au aux notre nos votre vos mon ma mes son sa ses leur leurs ce cet cette ces chaque tout toute tous toutes quelques plusieurs',
  before:
    'petit petite petits petites grand grande grands grandes nouveau nouvel nouvelle nouveaux nouvelles bon bonne bons bonnes beau bel belle beaux belles joli jolie vieux vieille jeune jeunes premier première premiers premières meilleur meilleure meilleurs meilleures véritable vrai vraie',
  after:
    'frais fraîche fraîches chaud chaude chauds chaudes bio gratuit gratuite gratuits gratuites intelligent intelligente naturel naturelle naturels naturelles artisanal artisanale artisanaux artisanales local locale locaux locales français française françaises maison ouvert ouverte traditionnel traditionnelle chaleureux chaleureuse confortable unique uniques rapide rapides simple simples durable durables solaire solaires électrique électriques moderne modernes musical musicale culturel culturelle sportif sportive facile faciles ancien ancienne familial familiale familiaux rouge vert verte bleu noir blanc blanche croustillant croustillante croustillants délicieux délicieuse',
  of: 'de d’ du à au aux en',
  stop: 'et ou mais donc car ni que qui quoi dont où il elle ils elles nous vous je tu on se ne pas plus très avec pour par sur sous dans chez sans vers dès depuis pendant en à y est sont comme aussi ici là si même déjà encore toujours jamais bien tout tous heures heure minutes jours ouvre ouvrent propose fait venez découvrez avez cela ça ceci lundi mardi mercredi jeudi vendredi samedi dimanche',
  ordinaryFirst:
    'il elle ils elles nous vous je tu on ce ça c cela ceci ici avec pour dans chez sans sur dès depuis pendant en à et mais où quand comment pourquoi venez découvrez réservez commandez profitez plus tout tous toute chaque si grâce que qui y ne pas aujourd',
  capitalNouns: false,
  called: /(?:appelée?s?|nommée?s?|baptisée?s?|intitulée?s?)/,
  nameIsFollowedBy:
    'est|sont|propose|offre|lance|ouvre|présente|aide|permet|vous|organise|recrute|recherche|invite|fait|vend|annonce|coûte|a',
  place:
    /(?<!\p{L})(?:à|en|au|aux|près de|chez) (?:(?:la|le) |l['’])?\p{Lu}[\p{L}'’-]+(?:[ -]\p{Lu}[\p{L}'’-]+){0,2}/u,
  date: /(?<!\p{L})(?:(?:ce |chaque )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?(?: (?:prochain|\d{1,2}(?:er)?(?: (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?: \d{4})?)?))?|\d{1,2}(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?: \d{4})?|ce week-end|ce soir|demain)(?!\p{L})/iu,
  compound:
    /\s*;\s+|,?\s+(?:et|mais|donc|car)\s+(?=(?:nous|vous|il|elle|ils|elles|on|c['’]est|je|notre|nos|votre|vos|le|la|les|un|une)[\s'’])|,\s+(?=(?:nous|vous|ils?|elles?|on) )/giu,
  spare: [
    /\s*\([^()]*\)/,
    /^(?:cependant|toutefois|de plus|en outre|par ailleurs|par exemple|bien sûr|en effet|d['’]ailleurs|en fait|enfin|ainsi|également),?\s+/i,
    /,\s+(?:qui|dont|où|que)\s[^,;.!?]*(?:,|(?=[.!?]?$))/i,
    /,\s+(?:y compris|notamment|ce qui|afin de|afin que|pour|grâce à|parce que|tandis que|ainsi que|avec|sans|comme|situé|créé|fait|conçu)\p{L}*\s[^;.!?]*(?=[.!?]?$)/iu,
    /\s+(?:parce que|puisque|alors que|bien que|afin de|afin que)\s[^,;.!?]*(?=[.!?]?$)/i,
    /^(?:dans|en|à|après|avant|avec|depuis|pour|pendant|quand|lorsque|si|comme|chez|dès)\s[^,;.!?]{3,60},\s+/i,
  ],
  object: (phrase) =>
    phrase.replace(/(?<!\p{L})(?:mon|ma)(?!\p{L})/giu, 'notre').replace(/(?<!\p{L})mes(?!\p{L})/giu, 'nos'),
});

import type { DirectionRules } from './rules.js';

const FILM =
  '(?:vidéos?|films?|clips?|spots?|publicités?|pubs?|annonces?|reels?|animations?|teasers?|bandes?-annonces?|courts?-métrages?|storys?|présentations?)';
const MAKE =
  '(?:fais|faites|fait|faire|crée|créez|créer|réalise|réalisez|réaliser|produis|produisez|produire|génère|générez|générer|prépare|préparez|préparer|écris|écrivez|monte|montez|tourne|tournez|imagine|imaginez|propose|proposez)';
const POLITE =
  "(?:(?:bonjour|salut|merci de|s['’]il (?:te|vous) pla[iî]t|svp|stp)[,!. ]*)*(?:(?:peux-tu|pouvez-vous|pourriez-vous|pourrais-tu|je (?:veux|voudrais|souhaite|souhaiterais|cherche|aimerais)|nous (?:voulons|voudrions|souhaitons|cherchons|aimerions)|on (?:veut|voudrait)|il (?:me|nous) faut|j['’]ai besoin d['’]?|nous avons besoin d['’]?) ?)?";
const LENGTH =
  "(?:,? (?:de|d[’']environ|en|durant|pendant) (?:environ )?(?:\\d+|quinze|trente|soixante) ?(?:s|sec|secondes?|min|minutes?)(?!\\p{L}))?";
const CONNECT =
  '(?:\\s*[:—–-]\\s*|,? (?:sur|à propos de|au sujet de|qui parle de|consacrée? à|autour de|pour (?:promouvoir|annoncer|présenter|expliquer|montrer|vendre|lancer|célébrer|faire connaître|faire la promotion de|dire)?|qui (?:présente|annonce|explique|montre|raconte|célèbre|parle de|dit)|présentant|annonçant|expliquant|montrant|afin de (?:promouvoir|présenter)) ?)';

export const french: DirectionRules = {
  request: new RegExp(
    `^${POLITE}(?:${MAKE}(?:[- ](?:moi|nous))? )?(?:une? |la |le |notre )?(?:(?:petite?|courte?|belle|jolie|nouvelle|brève) )?${FILM}(?!\\p{L})(?: (?:(?!sur|pour|qui|de \\d)[\\p{L}-]+)){0,3}?${LENGTH}(?: pour (?:instagram|tiktok|youtube|facebook|linkedin|les réseaux sociaux|notre site))?${LENGTH}${CONNECT}`,
    'iu',
  ),
  requester:
    /^(.{3,60}?) (?:a besoin d['’]|veut |voudrait |souhaite |cherche )(?:une? )?(?:[\p{L}-]+ ){0,2}?(?:vidéo|film|clip|spot|publicité|pub|reel)(?!\p{L})[\s,;:.–-]*(.*)$/isu,
  requestFor:
    /^((?:les |des |nos )?(?:enfants|jeunes|étudiants|parents|clients|débutants|familles|adultes|salariés|ados)(?: \p{L}+)?),? (?:sur|à propos de|qui explique|pour expliquer) /iu,
  announce:
    /^(?:(?:je|nous|on) (?:veux|voulons|veut|voudrais|voudrions|souhaite|souhaitons|aimerions) |merci de )?(?:annoncer|dire|faire savoir|présenter|promouvoir|annonce[rz]|dites|dis)(?: que| à tous que) /i,
  tails: [
    /,? (?:et |mais )?(?:avec|en utilisant|dans|sur|en|utilise[rz]?|ajoute[rz]?) (?:une? |des |de la |du |le |la )?(?:[\p{L}'’-]+,? (?:et )?){0,4}?(?:musique|voix off|ton|style|couleurs?|ambiance|visuels?|animations?|sous-titres|images|format|transitions?|effets|police)(?!\p{L})[^.]*$/iu,
    /,? (?:au |en )?(?:format )?(?:9:16|16:9|1:1|4:5|vertical|carré|paysage|portrait)(?!\p{L})[^.]*$/iu,
    /,? (?:d['’]une durée de|qui dure|durée) ?:? ?\d+ ?(?:s|sec|secondes?)[^.]*$/i,
  ],
  audience:
    /,? (?:destinée? aux?|destinée? à|ciblant|à destination des|pour un public de|qui cible) ([^,.;]+)/i,
  production: [
    /^(?:et |mais |aussi )*(?:le |la |les |cette? |l['’])?(?:vidéo|film|clip|spot|ton|style|ambiance|musique|voix(?: off)?|couleurs?|format|durée|rythme|visuels?|narration|sous-titres|public(?: cible)?|animation|texte|police|fin)s? (?:doit|doivent|devrait|devra|devront|sera|seront|est|sont|peut)(?!\p{L})/iu,
    /^(?:elle|il|tout|ce|ça) (?:doit|devrait|devra) (?:être|avoir|durer|finir|rester|donner)/i,
    /^(?:et |aussi )*(?:utilise[zr]?|ajoute[zr]?|inclu(?:s|ez|re)|garde[zr]?|évite[zr]?|mets|mettez|prévoi[sr]|prévoyez|pas de|choisi(?:s|ssez))(?!\p{L}).*(?:musique|voix|ton|style|couleurs?|visuels?|animations?|sous-titres|images|plans?|scènes?|transitions?|police|texte|effets|emojis?|logo|vidéo|format)(?!\p{L})/iu,
    /^(?:dans|avec|sur) (?:une? )?(?:[\p{L}-]+,? (?:et )?){0,4}(?:ton|style|ambiance|format)(?: [\p{L}-]+){0,3}[.!]?$/iu,
    /^(?:ton|style|ambiance|format|musique) (?!est|sont)[\p{L}, -]{3,40}[.!]?$/iu,
    /^(?:merci(?: d['’]avance| beaucoup)?|bonjour|salut|cordialement|bien à vous)[,.!]*$/i,
  ],
  feature:
    /^(?:et |aussi |puis |merci de )*(?:met(?:s|tez|tre) en avant|mentionne[zr]?|souligne[zr]?|insiste[zr]? sur|parle[zr]? de|explique[zr]?|précise[zr]?|décri(?:s|vez)|présente[zr]?|n['’]oublie[zr]? pas(?: de (?:mentionner|dire|préciser))?|dites|rappelle[zr]?)(?: que| qu['’])? ?(.+)$/i,
  show: /^(?:et |aussi |puis )*(?:montre[zr]?|affiche[zr]?|commence[zr]? (?:par|avec)|ouvre[zr]? sur|on voit|gros plan sur|plan (?:large|serré) sur|filme[zr]?|zoom sur)\s+(.+)$/i,
  end: /^(?:et |aussi |puis )*(?:termine[zr]?|fini(?:s|ssez|r)|conclu(?:s|ez|re)|clôture[zr]?)(?: la vidéo| le film)? (?:par|avec|sur|en) (.+)$/i,
  urge: /^(?:et |aussi |puis )*(?:invite[zr]?|inviter|encourage[zr]?|incite[zr]?|demande[zr]?|propose[zr]?|appelle[zr]?) (?:les gens|le public|les spectateurs|les clients|tout le monde|les visiteurs|aux gens|au public|les internautes) (?:à|de) (.+)$/i,
  endPrefix:
    /^(?:une? |l['’]|le |la |notre )*(?:appel à l['’]action|invitation|message|slogan|accroche|phrase|mots?|texte|question)(?: claire?)?(?: (?:à|pour|qui dit|disant|de|invitant à)|\s*:)?\s*/i,
  call: /^(?:alors |et |puis |maintenant |aujourd['’]hui )*(?:venez|visitez|visite|réserve[zr]?|commande[zr]?|appelle[zr]?|appelez|essaye[zr]?|essayez|téléchargez|télécharge|inscrivez-vous|inscris-toi|rejoins|rejoignez|postule[zr]?|suis-nous|suivez|abonne[zr]?-(?:vous|toi)|achète|achetez|découvre[zr]?|contacte[zr]?|rendez-vous (?:à|au|sur|chez|le)|profite[zr]?|ne (?:manquez|rate[zr]?|ratez|manque) pas|passe[zr]? (?:nous|chez|à|au|ce|nous voir)|participe[zr]?|vote[zr]?|donnez|faites un don|écrivez|envoie[zr]?|cliquez|scannez|précommandez|retrouvez|on vous attend|à (?:samedi|dimanche|bientôt|demain|lundi|mardi|mercredi|jeudi|vendredi))(?!\p{L})/iu,
  imperative: (infinitive) =>
    infinitive
      .replace(/^(?:s['’])(\p{L}+)(?=er|ire)/iu, '$1')
      .replace(/^venir(?!\p{L})/iu, 'venez')
      .replace(/^découvrir(?!\p{L})/iu, 'découvrez')
      .replace(/^(\p{L}{2,})er(?!\p{L})/iu, '$1ez'),
  how: /^(?:comment|pourquoi|ce que|ce qui|où|quand)(?!\p{L})(?!.*\?$)/iu,
  that: /^(?:que |qu['’])(.+)$/i,
  labels: [
    [/^(?:produit|service|événement|activité|commerce|appli(?:cation)?)$/i, 'thing'],
    [/^(?:sujet|thème|description|brief|quoi|projet|idée)$/i, 'subject'],
    [/^(?:nom|marque|entreprise|client|nom du produit|société)$/i, 'name'],
    [/^(?:prix|tarif|entrée|billets?)$/i, 'price'],
    [/^(?:où|lieu|adresse|ville)$/i, 'place'],
    [/^(?:quand|date|dates|heure|horaires?|date limite)$/i, 'date'],
    [/^(?:cible|public(?: cible)?|audience|pour qui)$/i, 'audience'],
    [/^(?:ton|style|ambiance|musique|visuels?|couleurs?|voix)$/i, 'look'],
    [/^(?:durée|longueur|format|plateforme|langue|objectif|budget|notes?)$/i, 'format'],
    [/^(?:cta|appel à l['’]action|fin|conclusion)$/i, 'call'],
    [/^(?:slogan|accroche|citation|message(?: clé)?|titre)$/i, 'quote'],
    [
      /^(?:points?(?: clés?| forts?)?|avantages?|ingrédients?|menu|programme|atouts?|missions?|profil|offres?)$/i,
      'points',
    ],
    [/^(?:texte|script|narration|voix off|détails|infos?)$/i, 'text'],
  ],
  having: /^([^,]{3,90}), (?:avec|proposant|comprenant) (.{6,})$/i,
  heading:
    /^(?:la |une |notre )?(?:recette|tutoriel|guide|histoire)(?: facile| simple| rapide)? (?:de la |du |des |de |d['’]|pour )([^:.!?]{3,50})(?:\s*:\s*(.+))?$/isu,
  scene: /^(?:scène|plan|partie|étape)\s*\d{1,2}\s*[:.–-]\s*/i,
};

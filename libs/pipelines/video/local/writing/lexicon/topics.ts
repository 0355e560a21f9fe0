import { TOPICS, type Genre, type Topic } from '../phrases/bank.js';
import { hits, stems } from './stems.js';

/** Beginnings of words (folded: no accents, no capitals) in English, French, Spanish and German; `$` ends a whole word. */
const TOPIC_STEMS: Record<Topic, string> = {
  food: 'baker bread cake cookie pastr croissant sourdough restaurant pizza pasta burger kitchen chef food meal dinner lunch breakfast tast$ tasty delicious recipe cook dish soup salad chocolate ice-cream vegan bistro brunch pancake cheese fruit vegetable boulang pain$ pains$ gateau patisser cuisin repas dejeuner diner$ recette fromage gourmand panader pan$ pasteler comida cocina cena$ receta tapas queso sabor backer brot kuchen konditor essen$ koch$ kochen lecker rezept gericht kase speise',
  coffee: 'coffee espresso cappuccino latte barista cafe$ cafes$ cafeter torrefact kaffee rosterei roastery',
  sport:
    'sport fitness gym$ gyms$ workout training$ running runner marathon yoga pilates football soccer tennis cycling bike bikes swim athlet   stadium coach salle-de-sport course-a-pied velo entrainement gimnas entren correr carrera futbol bicicleta fitnessstudio laufen laufer fahrrad turnier verein fussball schwimm',
  tech: 'app$ apps$ software platform digital online laptop phone smartphone device gadget robot artificial cloud startup lamp speaker headphone battery charg sensor wearable wireless bluetooth data developer engineer backend code$ coding aplicaci applicat logiciel ordinateur numerique telephone appareil batterie tecnolog dispositivo programa$ datos gerat akku technik rechner entwickler handy lampe$ computer',
  travel:
    'travel trip$ trips$ hotel holiday vacation flight beach island tour$ tours$ tourism resort hostel camping journey adventure cruise voyage vacances plage sejour ile$ viaj vacacion playa vuelo isla reise urlaub strand flug insel ferien',
  learning:
    'school course$ courses$ learn student teach universit college lesson workshop book$ books$  reading  library education tutor science museum$   ecole cours$ apprend etudiant livre biblioth formation escuela curso aprend estudiant libro clase schule kurs lern studier buch bucher unterricht bibliothek wissen hochschule',
  health:
    'health dental dentist doctor clinic hospital nurse medic pharma therap wellness spa$ massage sleep mental   vaccine patient sante medecin hopital infirmi dentiste soins salud medic clinica hospital dentista enferm bienestar gesund arzt klinik zahn pflege krankenhaus therapie schlaf',
  style:
    'fashion cloth dress$ shoe sneaker jewel beauty cosmetic makeup hair salon style design jacket wear$ outfit skin perfume mode$ vetement chaussure bijou beaute coiff robe$ moda ropa zapat joya belleza peluquer vestid kleid schuhe schmuck schonheit friseur kosmetik',
  home: 'home house apartment flat$ furniture real-estate interior sofa room$ kitchen$ garden$ roof rent$ property maison appartement meuble immobil jardin logement casa$ apartamento piso$ mueble inmobili jardin hogar haus wohnung mobel immobilie garten zuhause einrichtung',
  culture:
    'music concert festival band$ jazz rock$ orchestra opera theatre theater film$ cinema art$ arts$ artist exhibition gallery museum dance danc musique spectacle exposition artiste danse concierto musica teatro cine$ arte$ exposicion baile konzert musik ausstellung kunst$ kunstler tanz kino buhne',
  nature:
    'nature forest tree$ trees$ ocean   river climate planet environment recycl sustain green$ solar wind$ energy plastic bees$ bee$ honey animal$ mountain flower farm organic foret arbre mer$ riviere climat planete environnement durable energie abeille miel bosque arbol mar$ rio$ clima planeta medio-ambiente sostenib energia abeja wald baum baume meer fluss klima umwelt nachhaltig bienen biene honig blume bio$',
  money:
    'bank$ banking money invest saving loan mortgage insur tax$ taxes$ finance budget$ pension credit accounting argent epargne assurance impot pret$ dinero ahorr seguro inversion hipoteca impuesto geld sparen versicher steuer kredit rente',
  family:
    'family families kids child children baby babies toddler parent mother father toy$ toys$ playground birthday wedding enfant famille bebe jouet anniversaire mariage nino familia bebe juguete cumple boda kind$ kinder familie spielzeug geburtstag hochzeit eltern',
  animals:
    'dog$ dogs$ cat$ cats$ pet$ pets$ puppy puppies kitten horse vet$ animal shelter chien chat$ chats$ cheval veterinair perro gato mascota caballo hund$ hunde katze tier$ tiere pferd tierheim haustier',
};

const GENRE_STEMS: Record<Exclude<Genre, 'general'>, string> = {
  offer:
    'product launch shop store sale discount buy$ order$ price offer free$ service app$ brand new$ opens opening open$ we-sell company our$ business deal customers  book-now  promo try produit boutique magasin promotion acheter prix offre gratuit ouvre ouvrir marque vente nouveau nouvelle produkt laden geschaft kaufen preis angebot kostenlos eroffn offnet marke neue$ unser producto tienda compra oferta gratis abre$ precio marca nuevo nueva nuestr rabatt descuento',
  event:
    'festival concert event$ webinar conference workshop meetup exhibition fair$ party race$ marathon tournament ceremony open-day open-air performance premiere doors gala tickets evenement concert exposition salon$ soiree fete$ spectacle atelier concierto evento feria fiesta taller exposicion conferencia entradas konzert veranstaltung messe$ ausstellung fest$ feier tagung flohmarkt strassenfest sommerfest lesung',
  job: 'hiring hire job$ jobs$ vacancy vacancies career salary recruit applicant apply position$ full-time part-time internship apprentic trainee remote cv resume recrut emploi poste$ salaire candidat cdi cdd stage$ postul empleo trabajo$ salario vacante contrat curriculum candidat stelle stellen$ gehalt bewerb vollzeit teilzeit ausbildung mitarbeiter$ suchen-wir wir-suchen bewirb auszubild azubi',
  recipe:
    'recipe ingredient tablespoon teaspoon tbsp tsp oven bake$ whisk simmer stir$ mash$ fry$ flour sugar eggs preheat dough minced recette ingredient cuillere four$ farine sucre oeufs melang cuire receta ingrediente cucharad horno harina azucar huevos mezcla hornea rezept zutat essloffel teeloffel backofen mehl$ zucker eier$ verruhr backen$',
  news: 'council government minister president parliament election police report$ reported according study$ scientists researchers announced approved voted law$ court mayor economy percent inflation strike budget-plan gouvernement ministre mairie conseil election loi$ selon etude chercheurs gobierno ministro ayuntamiento eleccion ley$ segun estudio investigadores regierung minister stadtrat burgermeister wahl gesetz laut$ studie forscher beschlossen',
};

const TOPIC_PATTERNS = TOPICS.map((topic) => [topic, stems(TOPIC_STEMS[topic])] as const);
const GENRE_PATTERNS = Object.entries(GENRE_STEMS).map(
  ([genre, list]) => [genre as Genre, stems(list)] as const,
);

/** What the text is about, the most talked of first; empty where nothing is known. */
export function topicsOf(text: string): Topic[] {
  const scored = TOPIC_PATTERNS.map(([topic, pattern]) => ({ topic, score: hits(text, pattern) }));
  const sorted = scored.sort((a, b) => b.score - a.score);
  const most = sorted[0]?.score ?? 0;
  // One word of a second topic is a passing mention ("honey" in a recipe), not a topic.
  return sorted
    .filter(({ score }, i) => score > 0 && (i === 0 || (score >= 2 && score >= most * 0.6)))
    .map(({ topic }) => topic);
}

/** An opening word such as "new" is weak evidence; "salary" is not. */
const NEEDED: Record<Genre, number> = { job: 2, recipe: 2, news: 2, event: 1, offer: 1, general: 0 };
const STRENGTH: Record<Genre, number> = {
  job: 1.6,
  recipe: 1.6,
  news: 1.4,
  event: 1.5,
  offer: 1,
  general: 0,
};

/** What the text wants from its audience. */
export function genreOf(text: string): Genre {
  let best: Genre = 'general';
  let bestScore = 0;
  for (const [genre, pattern] of GENRE_PATTERNS) {
    const found = hits(text, pattern);
    if (found >= NEEDED[genre] && found * STRENGTH[genre] > bestScore)
      [best, bestScore] = [genre, found * STRENGTH[genre]];
  }
  return best;
}

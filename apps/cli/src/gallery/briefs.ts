/** A film of the gallery. */
export interface GalleryBrief {
  /** Of the film's files, and for `--only`. */
  readonly name: string;
  readonly kind: string;
  readonly language: 'en' | 'fr' | 'es' | 'de';
  readonly aspect: '16:9' | '9:16' | '1:1' | '4:5';
  readonly durationSec: number;
  readonly text: string;
}

/** Twelve kinds of film in four languages and four shapes. */
export const GALLERY: readonly GalleryBrief[] = [
  {
    name: 'teaser',
    kind: 'Product teaser',
    language: 'en',
    aspect: '16:9',
    durationSec: 15,
    text: 'Meet Lumen, the bike light that never needs charging. It runs 500 km on one hour of sun, weighs 38 grams and costs $49. Order at lumen.bike from 3 March.',
  },
  {
    name: 'recipe',
    kind: 'Recipe',
    language: 'fr',
    aspect: '4:5',
    durationSec: 15,
    text: 'Recette de la tarte aux pommes. Étalez la pâte dans un moule. Coupez quatre pommes en tranches fines. Ajoutez 50 grammes de sucre et un peu de cannelle. Faites cuire 35 minutes à 180 degrés. Servez tiède avec de la crème.',
  },
  {
    name: 'news',
    kind: 'News',
    language: 'en',
    aspect: '16:9',
    durationSec: 15,
    text: 'The city council of Bristol has approved a new tram line. The line will connect the airport with the harbour in 22 minutes. Construction starts in May 2027 and costs £240 million. The first trams will run in 2030.',
  },
  {
    name: 'how-to',
    kind: 'How-to',
    language: 'de',
    aspect: '9:16',
    durationSec: 15,
    text: 'So reparierst du einen platten Fahrradreifen. Nimm zuerst das Rad heraus. Ziehe den Schlauch ab und suche das Loch im Wasser. Klebe den Flicken auf und warte fünf Minuten. Pumpe den Reifen auf 4 bar auf. Fertig!',
  },
  {
    name: 'event',
    kind: 'Event',
    language: 'es',
    aspect: '9:16',
    durationSec: 15,
    text: 'El Festival de Jazz de Sevilla vuelve el 12 de junio al Parque de María Luisa. Doce bandas tocan en tres escenarios. La entrada cuesta 15 euros y los niños entran gratis. ¡Reserva ya en jazzsevilla.es!',
  },
  {
    name: 'real-estate',
    kind: 'Real estate',
    language: 'en',
    aspect: '1:1',
    durationSec: 15,
    text: 'For sale in Porto: a bright three-bedroom apartment above the river Douro. It has 120 square metres, a terrace with a view of the bridge and a garage. The price is €420,000. Visits every Friday afternoon. Call Ana Sousa on 555 0142.',
  },
  {
    name: 'quote',
    kind: 'Quote',
    language: 'en',
    aspect: '1:1',
    durationSec: 10,
    text: '"Nothing in life is to be feared, it is only to be understood." Marie Curie won two Nobel Prizes.',
  },
  {
    name: 'data-story',
    kind: 'Data story',
    language: 'en',
    aspect: '16:9',
    durationSec: 15,
    text: 'Where our electricity came from in 2025: wind 42%, solar 23%, gas 20% and hydro 15%. Five years ago, gas still made 48%. Wind has doubled since 2020.',
  },
  {
    name: 'safety',
    kind: 'Safety notice',
    language: 'en',
    aspect: '4:5',
    durationSec: 15,
    text: 'Safety notice for all staff. If the fire alarm rings, leave the building at once. Do not use the lift. Take the stairs and meet at car park B. Call 112 if someone is hurt.',
  },
  {
    name: 'story',
    kind: "Children's story",
    language: 'en',
    aspect: '16:9',
    durationSec: 15,
    text: 'A little fox named Pim lost his red lantern in the forest. He asked the owl, the frog and the bear. The bear had seen it by the lake. Pim found his lantern there and went home under the stars.',
  },
  {
    name: 'job',
    kind: 'Job advert',
    language: 'de',
    aspect: '4:5',
    durationSec: 12,
    text: 'Die Tischlerei Brandt in Bremen sucht eine Auszubildende oder einen Auszubildenden ab 1. August. Wir bieten 30 Tage Urlaub, 1.050 Euro im ersten Jahr und ein freundliches Team. Bewirb dich bis 15. Mai unter brandt-holz.de.',
  },
  {
    name: 'city-guide',
    kind: 'City guide',
    language: 'fr',
    aspect: '16:9',
    durationSec: 15,
    text: 'Une journée à Lyon. Le matin, montez à la basilique de Fourvière pour voir toute la ville. À midi, goûtez une quenelle dans un bouchon. L’après-midi, flânez dans les traboules du Vieux Lyon. Le soir, regardez le soleil se coucher sur le Rhône.',
  },
];

import { MAP_COUNTRIES } from '#libs/providers';
import { CITIES } from './cities.js';

/** Somewhere on the map. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Longitude and latitude in degrees; a whole country has none. */
  at?: readonly [number, number];
  /** What else people mean by the name, where they often do. */
  alsoA?: 'word' | 'person';
}

/** What people call countries besides what the locale data calls them. */
const MORE_NAMES: Record<string, readonly string[]> = {
  US: ['USA', 'the US', 'los EE. UU.', 'États-Unis d’Amérique'],
  GB: ['the UK', 'Great Britain', 'Britain', 'Grande-Bretagne', 'Gran Bretaña', 'Großbritannien'],
  TR: ['Turkey'],
  CZ: ['Czech Republic', 'République tchèque', 'República Checa'],
  CI: ['Ivory Coast', 'Costa de Marfil', 'Elfenbeinküste'],
  NL: ['Holland', 'Holanda', 'Hollande'],
  AE: ['Emirates', 'Émirats', 'Emiratos', 'Emirate'],
  CV: ['Cabo Verde', 'Kap Verde'],
  MM: ['Myanmar', 'Burma'],
  BN: ['Brunei'],
  MD: ['Moldau', 'Moldawien'],
  SZ: ['Eswatini'],
  VA: ['Vatican', 'Vatikan', 'Vaticano'],
  BA: ['Bosnia', 'Bosnie', 'Bosnien'],
};

/** Parts of a country that people name as if they were one; marked in their middle. */
const LANDS: readonly (Place & { names: readonly string[] })[] = [
  { country: 'GB', at: [-1.5, 52.7], names: ['England', 'Angleterre', 'Inglaterra'] },
  { country: 'GB', at: [-4.2, 56.8], names: ['Scotland', 'Écosse', 'Escocia', 'Schottland'] },
  { country: 'GB', at: [-3.8, 52.4], names: ['Wales', 'Pays de Galles', 'Gales'] },
  { country: 'GB', at: [-6.7, 54.7], names: ['Northern Ireland', 'Irlande du Nord', 'Nordirland'] },
];

/** Names that are as often a word of the language, or a dish. */
const WORDS = new Set(
  `Nice Bath Reading Cork Split Essen Tours Turkey Chile Guinea Guinée Bergen Cologne Colonia Grenade Granada Lima Phoenix
  Vienne Gent Toledo Panama`.split(/\s+/u),
);
/** Names that people bear too. */
const PERSONS = new Set(
  `Georgia Jordan Chad Florence Florencia Sydney Charlotte Austin Santiago Maurice Mauricio Dominique Dominica Nancy Dallas
  Orlando Adelaide Adelaida Washington Wellington Siena Sienne Sofia Sofía Rosario Salvador Verona Denver Houston`.split(
    /\s+/u,
  ),
);

const gazetteers = new Map<string, ReadonlyMap<string, Place>>();

/** The places by their names as they are written in the middle of a sentence, in a language (ISO 639-1) and in English. */
export function gazetteer(language: string): ReadonlyMap<string, Place> {
  const known = gazetteers.get(language);
  if (known) return known;
  const places = new Map<string, Place>();
  const add = (name: string, place: Place): void => {
    const alsoA = PERSONS.has(name) ? 'person' : WORDS.has(name) ? 'word' : undefined;
    if (!places.has(name)) places.set(name, { ...place, ...(alsoA && { alsoA }) });
  };
  for (const of of new Set([language, 'en'])) {
    const names = new Intl.DisplayNames(of, { type: 'region' });
    for (const country of MAP_COUNTRIES) add(names.of(country) ?? country, { country });
  }
  for (const [country, names] of Object.entries(MORE_NAMES)) for (const name of names) add(name, { country });
  for (const { names, ...place } of [...LANDS, ...CITIES]) for (const name of names) add(name, place);
  gazetteers.set(language, places);
  return places;
}

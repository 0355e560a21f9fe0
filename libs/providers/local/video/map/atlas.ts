import { createRequire } from 'node:module';
import { geoArea, geoCentroid, geoContains, geoDistance } from 'd3-geo';
import type { Feature, FeatureCollection, Geometry, Polygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { countryNumber } from './countries.js';

type Atlas = Topology<{ countries: GeometryCollection }>;

let world: FeatureCollection<Geometry> | undefined;

/** The outlines of all countries. Reads them once (0.8 MB). */
export function countryShapes(): FeatureCollection<Geometry> {
  if (!world) {
    const atlas = createRequire(import.meta.url)('world-atlas/countries-50m.json') as Atlas;
    world = feature(atlas, atlas.objects.countries);
  }
  return world;
}

/** A country's outline; undefined for a code that the atlas does not have. */
export function countryShape(code: string): Feature<Geometry> | undefined {
  const number = countryNumber(code);
  return number === undefined ? undefined : countryShapes().features.find(({ id }) => id === number);
}

/** In radians: three degrees. */
const OFF_THE_COAST = 3 * (Math.PI / 180);

/**
 * The part of a country that a map of it frames: the largest, unless the place is on or next to one far from it. Overseas
 * parts would make a dot of everything.
 */
export function mainland({ geometry }: Feature<Geometry>, at?: [number, number]): Polygon | undefined {
  const parts: Polygon[] =
    geometry.type === 'Polygon'
      ? [geometry]
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.map((coordinates): Polygon => ({ type: 'Polygon', coordinates }))
        : [];
  const largest = leastBy(parts, (part) => -geoArea(part));
  if (at === undefined || largest === undefined) return largest;
  // New York lies on an island, and a map of Long Island would not show where that is.
  if (geoContains(largest, at) || awayFrom(at, largest) < OFF_THE_COAST) return largest;
  return parts.find((part) => geoContains(part, at)) ?? leastBy(parts, (part) => awayFrom(at, part));
}

function leastBy(parts: readonly Polygon[], measure: (part: Polygon) => number): Polygon | undefined {
  const measured = parts.map((part) => ({ part, measure: measure(part) }));
  return measured.toSorted((a, b) => a.measure - b.measure)[0]?.part;
}

const pointOf = ([lon = 0, lat = 0]: Position): [number, number] => [lon, lat];

/** In radians. */
const awayFrom = (at: [number, number], { coordinates }: Polygon): number =>
  Math.min(...(coordinates[0] ?? []).map((corner) => geoDistance(at, pointOf(corner))));

/** Its middle, and how far it reaches from there, in radians. */
export function extentOf(part: Polygon): { middle: [number, number]; reach: number } {
  const middle = geoCentroid(part);
  const reach = Math.max(
    ...(part.coordinates[0] ?? []).map((corner) => geoDistance(middle, pointOf(corner))),
  );
  return { middle, reach };
}

import { geoAzimuthalEqualArea, type GeoProjection } from 'd3-geo';
import type { GraphicsPlace } from '../../../ports/index.js';
import { countryShape, extentOf, mainland } from './atlas.js';

/** A map's section: how it is projected, and where on it the pin stands, in pixels from its corner. */
export interface MapView {
  projection: GeoProjection;
  pin: { x: number; y: number };
}

export interface MapSize {
  w: number;
  h: number;
  /** What the pin and the name need around the point: above it and below it, in pixels. */
  above: number;
  below: number;
}

const DEGREE = Math.PI / 180;
/** How much a map shows from its middle: neighbours of the smallest country, no more than a part of the largest. */
const LEAST = 3.2 * DEGREE;
const MOST_AROUND_A_CITY = 15 * DEGREE;
/** A country fills this much of the map. */
const FILL = 0.86;
/** How much smaller it may get, and the share of the height by which a shift does not show. */
const SMALLEST = 0.6;
const SLIGHT = 0.08;

/** The section of the world that shows a place; undefined for a country that the atlas does not have. */
export function mapView(
  { country, at }: GraphicsPlace,
  { w, h, above, below }: MapSize,
): MapView | undefined {
  const shape = countryShape(country);
  const point = at === undefined ? undefined : ([at[0] ?? 0, at[1] ?? 0] as [number, number]);
  const part = shape && mainland(shape, point);
  if (part === undefined) return undefined;
  const { middle, reach } = extentOf(part);
  const isVast = point !== undefined && reach > MOST_AROUND_A_CITY;
  const [lon, lat] = isVast ? point : middle;
  const radius = Math.max(LEAST, isVast ? MOST_AROUND_A_CITY : reach);
  // Lambert's azimuthal projection puts an angle a at 2 sin(a/2) from the middle.
  const largest = (Math.min(w, h) * FILL) / 2 / (2 * Math.sin(radius / 2));
  const projection = geoAzimuthalEqualArea().rotate([-lon, -lat]).clipAngle(100);
  const side = Math.min(w * 0.25, above);
  let pin = { x: w / 2, y: h / 2 };
  // A place at the country's rim has to be shifted for the pin and the name to stand inside: what that crops is drawn smaller.
  for (let shrink = 1; shrink > SMALLEST; shrink *= 0.9) {
    projection.scale(largest * shrink).translate([w / 2, h / 2]);
    const [x, y] = projection(point ?? middle) ?? [w / 2, h / 2];
    pin = {
      x: Math.min(w - side, Math.max(side, x)),
      y: Math.min(h - below, Math.max(above, y)),
    };
    projection.translate([w / 2 + pin.x - x, h / 2 + pin.y - y]);
    if (isVast || Math.abs(pin.y - y) < h * SLIGHT) break;
  }
  return { projection, pin };
}

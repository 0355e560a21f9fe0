import type { Canvas } from '@napi-rs/canvas';
import { geoGraticule10, geoPath } from 'd3-geo';
import type { GraphicsPlace } from '../../../ports/index.js';
import { bitmap, drawCentred } from '../bitmap.js';
import { mixColours, withAlpha } from '../colour.js';
import { clamp01, easeInCubic, easeOutBack, easeOutCubic, easeOutQuint, progress } from '../easing.js';
import type { Film } from '../film.js';
import { badge } from '../illustration.js';
import type { Layer } from '../moment.js';
import { centreX, centreY, type Box } from '../stage.js';
import { baselineIn, fitText, useFont } from '../text.js';
import { countryShape, countryShapes } from './atlas.js';
import { mapView, type MapView } from './view.js';

/** How much nearer the map is seen when it comes. */
const ZOOM = 0.22;
const ZOOM_SEC = 1.6;
const PIN_SEC = 0.75;
const NAME_PLATE = '#ffffff';
const NAME = '#10131c';

/** A map with the place's country brought out, a pin that drops on the place, its name, and the flag; empty where there is no map. */
export function mapCard(film: Film, place: GraphicsPlace, box: Box): Layer[] {
  const pinRadius = Math.min(box.h * 0.15, 9 * film.stage.u);
  const nameSize = Math.min(box.h * 0.11, 5.2 * film.stage.u);
  const size = { w: box.w, h: box.h, above: pinRadius * 3.1, below: nameSize * 2.6 };
  const view = mapView(place, size);
  if (view === undefined) return [];
  return [
    cardLayer(film, box, mapPicture(film, place, view, size), view.pin),
    pinLayer(film, box, { view, radius: pinRadius, name: namePlate(film, place.name, box, nameSize) }),
    ...flagLayers(film, box),
  ];
}

function mapPicture(
  film: Film,
  { country }: GraphicsPlace,
  { projection }: MapView,
  { w, h }: { w: number; h: number },
): Canvas {
  const { tones, stage } = film;
  const land = mixColours(tones.primary, '#ffffff', 0.3);
  return bitmap(w, h, (context) => {
    const gradient = context.createLinearGradient(0, 0, w * 0.6, h);
    gradient.addColorStop(0, mixColours(tones.primary, '#0b1020', 0.25));
    gradient.addColorStop(1, mixColours(tones.primary, '#0b1020', 0.45));
    context.fillStyle = gradient;
    context.fillRect(0, 0, w, h);
    const path = geoPath(
      projection.clipExtent([
        [-w, -h],
        [2 * w, 2 * h],
      ]),
      context,
    );
    context.beginPath();
    path(geoGraticule10());
    context.strokeStyle = withAlpha('#ffffff', 0.1);
    context.lineWidth = 0.2 * stage.u;
    context.stroke();
    context.lineJoin = 'round';
    context.beginPath();
    path(countryShapes());
    context.fillStyle = land;
    context.fill();
    context.strokeStyle = mixColours(tones.primary, '#0b1020', 0.3);
    context.lineWidth = 0.25 * stage.u;
    context.stroke();
    context.beginPath();
    const shape = countryShape(country);
    if (shape) path(shape);
    context.fillStyle = tones.accent;
    context.fill();
    context.strokeStyle = '#ffffff';
    context.lineWidth = 0.45 * stage.u;
    context.stroke();
  });
}

/** The map behind a rounded window: it draws nearer as it comes. */
function cardLayer(film: Film, box: Box, picture: Canvas, pin: { x: number; y: number }): Layer {
  const { camera, stage, pace } = film;
  const radius = 4 * stage.u;
  const margin = 3 * stage.u;
  const shadow = bitmap(box.w + 2 * margin, box.h + 2 * margin, (context) => {
    context.shadowColor = 'rgba(10, 12, 30, 0.34)';
    context.shadowBlur = 2.2 * stage.u;
    context.shadowOffsetY = 0.8 * stage.u;
    context.fillStyle = '#ffffff';
    context.beginPath();
    context.roundRect(margin, margin, box.w, box.h, radius);
    context.fill();
  });
  return (context, at) => {
    const come = easeOutBack(progress(at.t, 0.05, 0.6 * pace));
    if (come <= 0) return;
    const near = 1 + ZOOM * (1 - easeOutCubic(progress(at.t, 0.1, ZOOM_SEC * pace)));
    camera.look(context, 0.75, at, () => {
      context.translate(centreX(box), centreY(box));
      context.scale(0.6 + 0.4 * come, 0.6 + 0.4 * come);
      context.globalAlpha = clamp01(come * 2);
      context.drawImage(shadow, -shadow.width / 2, -shadow.height / 2);
      context.beginPath();
      context.roundRect(-box.w / 2, -box.h / 2, box.w, box.h, radius);
      context.clip();
      const [x, y] = [pin.x - box.w / 2, pin.y - box.h / 2];
      context.translate(x * (1 - near), y * (1 - near));
      context.scale(near, near);
      context.drawImage(picture, -picture.width / 2, -picture.height / 2);
    });
  };
}

interface Pinned {
  view: MapView;
  radius: number;
  name: Canvas;
}

/** Drops on the place with what the scene shows in its head; then the name comes up under it. */
function pinLayer(film: Film, box: Box, { view, radius, name }: Pinned): Layer {
  const { camera, pace, stage } = film;
  const [x, y] = [box.x + view.pin.x, box.y + view.pin.y];
  const picture = pinPicture(film, radius);
  const startSec = 0.55 * pace;
  const nameLeft = Math.min(
    box.x + box.w - name.width - stage.u,
    Math.max(box.x + stage.u, x - name.width / 2),
  );
  const nameTop = y + 1.6 * stage.u;
  return (context, at) => {
    const fall = progress(at.t, startSec, PIN_SEC * pace);
    if (fall <= 0) return;
    camera.look(context, 0.75, at, () => {
      const ring = progress((at.t - startSec - PIN_SEC * pace * 0.5) % 1.8, 0, 1.5);
      if (fall >= 0.5) {
        context.strokeStyle = withAlpha('#ffffff', 0.8 * (1 - ring));
        context.lineWidth = 0.5 * stage.u;
        context.beginPath();
        context.ellipse(
          x,
          y,
          radius * 1.1 * easeOutQuint(ring),
          radius * 0.55 * easeOutQuint(ring),
          0,
          0,
          2 * Math.PI,
        );
        context.stroke();
      }
      const drop =
        fall < 0.5
          ? -(1 - easeInCubic(fall * 2)) * box.h * 0.4
          : -Math.sin((fall - 0.5) * 2 * Math.PI) * radius * 0.18;
      drawCentred(context, picture, { x, y: y + drop - picture.height / 2, alpha: clamp01(fall * 5) });
      const shown = easeOutQuint(progress(at.t, startSec + PIN_SEC * pace * 0.6, 0.5 * pace));
      if (shown <= 0) return;
      context.globalAlpha *= shown;
      context.drawImage(name, Math.round(nameLeft), Math.round(nameTop + (1 - shown) * 2 * stage.u));
    });
  };
}

/** A white head on a point, whose end is the bitmap's lower edge. */
function pinPicture(film: Film, radius: number): Canvas {
  const { tones } = film;
  const margin = radius * 0.25;
  const icon = film.icon(0, radius * 1.18);
  return bitmap(2 * (radius + margin), radius * 2.75 + margin, (context) => {
    const [middle, tip] = [radius + margin, radius * 2.75 + margin];
    context.shadowColor = 'rgba(10, 12, 30, 0.4)';
    context.shadowBlur = radius * 0.2;
    context.fillStyle = '#ffffff';
    context.beginPath();
    context.arc(middle, middle, radius, 0.8 * Math.PI, 0.2 * Math.PI);
    context.quadraticCurveTo(middle + radius * 0.28, middle + radius * 1.1, middle, tip);
    context.quadraticCurveTo(
      middle - radius * 0.28,
      middle + radius * 1.1,
      middle - Math.cos(0.2 * Math.PI) * radius,
      middle + Math.sin(0.2 * Math.PI) * radius,
    );
    context.fill();
    context.shadowColor = 'transparent';
    context.strokeStyle = tones.primary;
    context.lineWidth = radius * 0.1;
    context.beginPath();
    context.arc(middle, middle, radius * 0.86, 0, 2 * Math.PI);
    context.stroke();
    if (icon) drawCentred(context, icon, { x: middle, y: middle });
    else {
      context.fillStyle = tones.primary;
      context.beginPath();
      context.arc(middle, middle, radius * 0.4, 0, 2 * Math.PI);
      context.fill();
    }
  });
}

function namePlate(film: Film, name: string, box: Box, size: number): Canvas {
  const text = fitText(name, {
    width: box.w * 0.86 - 1.6 * size,
    height: size * 1.5,
    maxSize: size,
    minSize: size * 0.5,
    maxLines: 1,
    weight: 800,
    leading: 1.3,
  });
  return bitmap(text.width + 1.4 * size, size * 1.75, (context) => {
    const { width, height } = context.canvas;
    context.fillStyle = NAME_PLATE;
    context.beginPath();
    context.roundRect(0, 0, width, height, height * 0.32);
    context.fill();
    useFont(context, text.weight, text.size);
    context.fillStyle = NAME;
    const [line] = text.lines;
    for (const token of line?.tokens ?? [])
      context.fillText(
        token.text,
        Math.round((width - text.width) / 2 + token.x),
        Math.round(baselineIn(height, text.size)),
      );
  });
}

/** The country's flag on a round plate, in the card's corner. */
function flagLayers(film: Film, box: Box): Layer[] {
  const { camera, stage, pace } = film;
  const size = Math.min(11 * stage.u, box.h * 0.2);
  const flag = film.flag(size * 0.84);
  if (flag === undefined) return [];
  const plate = badge(flag, size);
  const x = box.x + box.w - size * 0.72;
  const y = box.y + size * 0.72;
  return [
    (context, at) => {
      const come = easeOutBack(progress(at.t, 0.9 * pace, 0.55 * pace));
      camera.look(context, 0.8, at, () => drawCentred(context, plate, { x, y, scale: come }));
    },
  ];
}

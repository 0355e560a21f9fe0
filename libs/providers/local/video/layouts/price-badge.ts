import { bitmap, drawCentred } from '../bitmap.js';
import { easeOutBack, progress, wave } from '../easing.js';
import type { Film } from '../film.js';
import { discRadius } from '../illustration.js';
import type { Layer } from '../moment.js';
import { centreX, centreY, type Box } from '../stage.js';
import { baselineIn, fitText, useFont } from '../text.js';

const START_SEC = 0.9;

/** The price on a plate that hangs over the illustration's lower edge. */
export function priceBadge(film: Film, art: Box): Layer {
  const { graphics, stage, tones, camera, pace } = film;
  const radius = discRadius(art);
  const height = Math.max(6 * stage.u, Math.min(radius * 0.52, 13 * stage.u));
  const text = fitText(graphics.figure.replaceAll(' ', '\u00a0'), {
    width: Math.min(art.w * 0.8, radius * 2) - height * 0.7,
    height: height * 0.8,
    maxSize: height * 0.58,
    minSize: height * 0.3,
    maxLines: 1,
    weight: 800,
    leading: 1.1,
  });
  const width = text.width + height * 0.7;
  const badge = bitmap(width, height, (context) => {
    context.fillStyle = tones.text;
    context.beginPath();
    context.roundRect(0, 0, width, height, height * 0.3);
    context.fill();
    useFont(context, text.weight, text.size);
    context.fillStyle = tones.background;
    const baseline = (height - text.height) / 2 + baselineIn(text.lineHeight, text.size);
    for (const { tokens } of text.lines)
      for (const token of tokens)
        context.fillText(token.text, Math.round((width - text.width) / 2 + token.x), Math.round(baseline));
  });
  const [x, y] = [centreX(art), centreY(art) + radius * 0.86];
  return (context, at) => {
    const come = easeOutBack(progress(at.t, START_SEC * pace, 0.5 * pace));
    camera.look(context, 1.1, at, () =>
      drawCentred(context, badge, { x, y, scale: come, turn: -0.05 + 0.02 * wave(at.t, 4.4) }),
    );
  };
}

import type { Canvas } from '@napi-rs/canvas';
import type { Caption } from '../../ports/index.js';
import { bitmap } from './bitmap.js';
import { mixColours, readableOn, withAlpha } from './colour.js';
import { easeOutCubic, progress } from './easing.js';
import type { Film } from './film.js';
import type { Layer } from './moment.js';
import { CAPTION_LEADING, CAPTION_LINES, CAPTION_PADDING } from './stage.js';
import { baselineIn, fitText, useFont, type FittedText, type PlacedToken } from './text.js';

const PLATE = '#0d1017';
const PLATE_ALPHA = 0.93;
const TEXT = '#ffffff';
/** WCAG AAA. What shines through the plate at worst is a white ground. */
const CONTRAST = 7;
const FADE_SEC = 0.12;

/** When a token of the caption begins to be spoken. */
interface Spoken {
  startSec: number;
}

interface SetCaption {
  caption: Caption;
  text: FittedText;
  spoken: Spoken[];
  /** Whether it appears out of nothing rather than in place of another. */
  fades: boolean;
}

/** Captions on a dark plate, the word being spoken in colour. A plate is drawn anew only when the word changes. */
export function captionLayer(
  film: { stage: Film['stage']; graphics: Pick<Film['graphics'], 'palette'> },
  captions: readonly Caption[],
): Layer | undefined {
  if (captions.length === 0) return undefined;
  const { stage } = film;
  const paddingX = stage.captionSize * 0.8;
  const paddingY = stage.captionSize * CAPTION_PADDING;
  const worstPlate = mixColours('#ffffff', PLATE, PLATE_ALPHA);
  const highlight = readableOn(film.graphics.palette.accent, [PLATE, worstPlate], TEXT, CONTRAST);

  const set = captions.map((caption, index): SetCaption => {
    const words = caption.words.map((word) => word.text).join(' ');
    const text = fitText(words, {
      width: stage.captions.w - 2 * paddingX,
      height: stage.captions.h - 2 * paddingY,
      maxSize: stage.captionSize,
      minSize: stage.captionSize * 0.55,
      maxLines: CAPTION_LINES,
      weight: 600,
      leading: CAPTION_LEADING,
      closeCjk: true,
    });
    const before = captions[index - 1];
    return {
      caption,
      text,
      spoken: timeTokens(caption, text),
      fades: !before || caption.startSec - before.endSec > FADE_SEC,
    };
  });

  const draw = ({ text }: SetCaption, current: number): Canvas =>
    bitmap(text.width + 2 * paddingX, text.height + 2 * paddingY, (context) => {
      const [width, height] = [context.canvas.width, context.canvas.height];
      context.fillStyle = withAlpha(PLATE, PLATE_ALPHA);
      context.beginPath();
      context.roundRect(0, 0, width, height, text.size * 0.5);
      context.fill();
      useFont(context, text.weight, text.size);
      let index = 0;
      for (const [row, line] of text.lines.entries()) {
        const baseline = Math.round(
          paddingY + text.lineHeight * row + baselineIn(text.lineHeight, text.size),
        );
        for (const token of line.tokens) {
          context.fillStyle = index++ === current ? highlight : TEXT;
          context.fillText(token.text, Math.round((width - line.width) / 2 + token.x), baseline);
        }
      }
    });

  let shown: { of: SetCaption; current: number; picture: Canvas } | undefined;
  return (context, at) => {
    const of = set.find(({ caption }) => at.t >= caption.startSec && at.t < caption.endSec);
    if (!of) return;
    const current = of.spoken.findLastIndex((word) => at.t >= word.startSec);
    if (shown?.of !== of || shown.current !== current) shown = { of, current, picture: draw(of, current) };
    const { picture } = shown;
    const come = of.fades ? easeOutCubic(progress(at.t, of.caption.startSec, FADE_SEC)) : 1;
    context.globalAlpha = come;
    context.drawImage(
      picture,
      Math.round((stage.width - picture.width) / 2),
      Math.round(stage.captions.y + stage.captions.h - picture.height + (1 - come) * stage.u),
    );
    context.globalAlpha = 1;
  };
}

/** Gives every placed token its share of its word's time: a long word may stand in pieces. */
function timeTokens(caption: Caption, text: FittedText): Spoken[] {
  const owners = caption.words.flatMap((word) =>
    word.text
      .split(/\s+/u)
      .filter(Boolean)
      .map(() => word),
  );
  const tokens = text.lines.flatMap((line) => line.tokens);
  return tokens.map((token, index) => {
    const owner = owners[token.word] ?? { startSec: caption.startSec, endSec: caption.endSec };
    const length = (parts: PlacedToken[]): number => parts.reduce((sum, part) => sum + part.text.length, 0);
    const before = length(tokens.slice(0, index).filter((other) => other.word === token.word));
    const whole = length(tokens.filter((other) => other.word === token.word));
    return { startSec: owner.startSec + (owner.endSec - owner.startSec) * (before / whole) };
  });
}

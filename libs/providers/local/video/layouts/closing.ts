import { bitmap, drawCentred } from '../bitmap.js';
import { easeOutBack, easeOutQuint, progress, wave } from '../easing.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { restSec, textBlock } from '../headline.js';
import { illustration } from '../illustration.js';
import { centreX, centreY, type Box } from '../stage.js';
import { baselineIn, fitText, useFont } from '../text.js';

const WORD_STEP = 0.1;

/** The last card: illustration, headline and, as a button that beats, what to do next. */
export function closing(film: Film): Layer[] {
  const { graphics, stage, tones } = film;
  const { content, shape, u } = stage;
  const action = graphics.kicker.trim();
  const buttonHeight = action === '' ? 0 : (shape === 'tall' ? 12.5 : 11) * u;
  const art: Box = { ...content, h: content.h * (shape === 'tall' ? 0.46 : 0.48) };
  const gap = (shape === 'tall' ? 6 : 3) * u;
  const left = content.y + content.h - art.y - art.h - gap;
  const words = fitText(graphics.headline, {
    width: content.w,
    height: left - buttonHeight - (action === '' ? 0 : 3.5 * u),
    maxSize: (shape === 'wide' ? 14 : shape === 'tall' ? 13 : 9.5) * u,
    minSize: 4.5 * u,
    maxLines: shape === 'wide' ? 2 : 3,
    weight: 800,
    leading: 1.1,
  });
  const block = words.height + (action === '' ? 0 : 3.5 * u + buttonHeight);
  const top = art.y + art.h + gap + Math.max(0, (left - block) / 2);
  const layers = [
    raysLayer(film, art),
    ...illustration(film, art, { disc: true, company: true }),
    textBlock(film, words, {
      x: centreX(content),
      y: top,
      align: 'center',
      colour: tones.text,
      stress: tones.stress,
      startSec: 0.45,
      stepSec: WORD_STEP,
    }),
  ];
  if (action !== '') {
    const y = top + words.height + 3.5 * u + buttonHeight / 2;
    layers.push(
      buttonLayer(film, action, {
        y,
        height: buttonHeight,
        startSec: Math.min(1.4, restSec(words, 0.45, WORD_STEP) - 0.2),
      }),
    );
  }
  return layers;
}

/** Wide beams that turn slowly behind the illustration. */
function raysLayer(film: Film, art: Box): Layer {
  const { stage, tones, camera, pace } = film;
  const reach = Math.hypot(stage.width, stage.height);
  const [x, y] = [centreX(art), centreY(art)];
  const beams = 10;
  return (context, at) => {
    const come = easeOutQuint(progress(at.t, 0, 1.2 * pace));
    camera.look(context, 0.5, at, () => {
      context.globalAlpha = 0.5 * come;
      context.fillStyle = tones.primaryTint;
      context.beginPath();
      for (let beam = 0; beam < beams; beam++) {
        const angle = (beam / beams) * 2 * Math.PI + at.t * 0.09;
        const half = (Math.PI / beams) * 0.5 * come;
        context.moveTo(x, y);
        context.lineTo(x + Math.cos(angle - half) * reach, y + Math.sin(angle - half) * reach);
        context.lineTo(x + Math.cos(angle + half) * reach, y + Math.sin(angle + half) * reach);
        context.closePath();
      }
      context.fill();
    });
  };
}

interface ButtonPlace {
  y: number;
  height: number;
  startSec: number;
}

function buttonLayer(film: Film, action: string, { y, height, startSec }: ButtonPlace): Layer {
  const { stage, tones, camera, pace } = film;
  const { content, u } = stage;
  const padding = height * 0.55;
  const text = fitText(action, {
    width: content.w - 2 * padding - 4 * u,
    height: height * 0.85,
    maxSize: height * 0.44,
    minSize: height * 0.27,
    maxLines: 2,
    weight: 800,
    leading: 1.15,
  });
  const width = text.width + 2 * padding;
  const margin = height * 0.3;
  const button = bitmap(width + 2 * margin, height + 2 * margin, (context) => {
    context.save();
    context.shadowColor = 'rgba(10, 12, 30, 0.35)';
    context.shadowBlur = height * 0.22;
    context.shadowOffsetY = height * 0.1;
    context.fillStyle = tones.primary;
    context.beginPath();
    context.roundRect(margin, margin, width, height, height / 2);
    context.fill();
    context.restore();
    useFont(context, text.weight, text.size);
    context.fillStyle = tones.onPrimary;
    const first = margin + (height - text.height) / 2;
    for (const [row, line] of text.lines.entries()) {
      const baseline = Math.round(first + text.lineHeight * row + baselineIn(text.lineHeight, text.size));
      const indent = margin + (width - line.width) / 2;
      for (const token of line.tokens) context.fillText(token.text, Math.round(indent + token.x), baseline);
    }
  });
  const x = centreX(content);
  return (context, at) => {
    const come = easeOutBack(progress(at.t, startSec * pace, 0.6 * pace));
    if (come <= 0) return;
    camera.look(context, 0.5, at, () => {
      const beat = Math.max(0, wave(at.t, 1.6)) ** 3;
      const ripple = (at.t % 1.6) / 1.6;
      context.globalAlpha = (1 - ripple) * 0.8 * Math.min(1, come);
      context.strokeStyle = tones.accent;
      context.lineWidth = 0.5 * u;
      const grow = ripple * 2.6 * u;
      context.beginPath();
      context.roundRect(
        x - width / 2 - grow,
        y - height / 2 - grow,
        width + 2 * grow,
        height + 2 * grow,
        height / 2 + grow,
      );
      if (come >= 0.99) context.stroke();
      context.globalAlpha = 1;
      drawCentred(context, button, { x, y, scale: come * (1 + 0.025 * beat) });
    });
  };
}

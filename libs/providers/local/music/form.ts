/** Where the beats of a piece lie: it starts at 0, its last chord comes at `endSec` on the bar after the last. */
export interface Form {
  bars: number;
  barSec: number;
  beatSec: number;
  endSec: number;
}

export const BEATS = 4;
const TAILS_SEC = { shortest: 1, longest: 2.8, usual: 1.8 };

/**
 * Chooses bars and tempo so that the last chord falls where it can still ring out, and so that the accents, as far as they can,
 * fall on beats.
 */
export function formOf(
  durationSec: number,
  [slowest, fastest]: readonly [number, number],
  accentsSec: number[],
): Form {
  const [shortestBar, longestBar] = [(60 * BEATS) / fastest, (60 * BEATS) / slowest];
  let best: { form: Form; cost: number } | null = null;
  for (let tail = TAILS_SEC.shortest; tail <= Math.min(TAILS_SEC.longest, durationSec / 2); tail += 0.05) {
    const endSec = durationSec - tail;
    for (let bars = Math.ceil(endSec / longestBar); bars <= endSec / shortestBar; bars++) {
      if (bars < 1) continue;
      const barSec = endSec / bars;
      const form = { bars, barSec, beatSec: barSec / BEATS, endSec };
      const cost =
        offBeat(form, accentsSec) +
        0.2 * Math.abs(tail - TAILS_SEC.usual) +
        (bars > 4 && bars % 2 === 1 ? 0.1 : 0);
      if (best === null || cost < best.cost) best = { form, cost };
    }
  }
  return best?.form ?? anyForm(durationSec, (shortestBar + longestBar) / 2);
}

/** Mean distance of the accents from the nearest beat, in beats; 0 to 0.5. */
function offBeat({ beatSec, endSec }: Form, accentsSec: number[]): number {
  const inside = accentsSec.filter((at) => at > 0 && at < endSec);
  const distances = inside.map((at) => Math.abs(at / beatSec - Math.round(at / beatSec)));
  return distances.length === 0 ? 0 : distances.reduce((a, b) => a + b, 0) / distances.length;
}

/** For lengths that the tempo does not fit: the tempo gives way. */
function anyForm(durationSec: number, usualBarSec: number): Form {
  const endSec = durationSec * 0.7;
  const bars = Math.max(1, Math.round(endSec / usualBarSec));
  return { bars, barSec: endSec / bars, beatSec: endSec / bars / BEATS, endSec };
}

/** How full the music is in each bar, 0 to 1: it builds, breathes in the middle of long pieces, and is fullest before the end. */
export function energies(bars: number): number[] {
  return Array.from({ length: bars }, (_, bar) => {
    const place = (bar + 0.5) / bars;
    const breathing = bars >= 20 && bar % 16 >= 12 && bar < bars - 6;
    return breathing ? 0.5 : Math.min(1, 0.32 + (0.68 * place) / 0.62);
  });
}

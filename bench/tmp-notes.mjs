import { compose } from '../dist/libs/providers/local/music/composition.js';
import { INSTRUMENTS } from '../dist/libs/providers/local/music/instruments.js';
import { play, framesOf } from '../dist/libs/providers/local/music/mixdown.js';
import { writeTrack } from '../dist/libs/media/audio/index.js';
for (const d of [15, 60, 180]) {
  const score = compose({ mood: 'upbeat', durationSec: d, accentsSec: [3, 6, 9], seed: 1 });
  const keys = new Map();
  for (const n of score.notes) keys.set(`${n.instrument}:${n.pitch}:${n.durationSec}`, n);
  let total = 0; const per = {};
  for (const n of keys.values()) { const l = INSTRUMENTS[n.instrument](n.pitch, n.durationSec).length; total += l; per[n.instrument] = (per[n.instrument] ?? 0) + l; }
  const b = performance.now(); writeTrack('/tmp/x.wav', framesOf(score), play(score), { lufs: -20, ceilingDb: -3 });
  console.log(d, score.notes.length, keys.size, (total * 4 / 1e6).toFixed(1) + ' MB', per, Math.round(performance.now() - b) + ' ms', process.memoryUsage().arrayBuffers >> 20, process.memoryUsage().rss >> 20);
}

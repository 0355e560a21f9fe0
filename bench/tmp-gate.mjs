import { probe, inspectFilm, keyFrameTimes } from '../dist/libs/media/index.js';
import { DEFECT_LIMITS } from '../dist/libs/pipelines/video/local/quality/technical.js';
const path = process.argv[2];
const t = async (n, f) => { const b = performance.now(); const r = await f(); console.log(n, Math.round(performance.now() - b)); return r; };
for (let i = 0; i < 3; i++) {
  const info = await t('probe', () => probe(path));
  await t('keys', () => keyFrameTimes(path));
  await t('inspect', () => inspectFilm(path, { durationSec: info.durationSec, hasAudio: true }, DEFECT_LIMITS, { kept: { everySec: 0.25, width: 320, height: 180, path: '/tmp/s.rgb' } }));
}

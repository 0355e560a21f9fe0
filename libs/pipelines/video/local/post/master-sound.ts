import { join } from 'node:path';
import { ffmpeg, measureLoudness, type Loudness } from '#libs/media';
import { MIX, mixDown, SAMPLE_RATE, type StemGains, type Stems } from './mix.js';

/** What the large video platforms normalise to, with room for the peaks of their own encoders. */
export const TARGET = { lufs: -14, truePeakDbtp: -1, toleranceLu: 0.5 } as const;

/** Below this there is nothing to normalise: it would turn up noise. */
const SILENCE_LUFS = -60;

/** Room for what the encoder usually adds to a peak. */
const FIRST_PEAK_AIM = -1.5;
const MARGIN_DB = 0.2;

const MIX_TRIES = 4;
const ENCODE_TRIES = 3;

interface Job {
  stems: Stems;
  gains: StemGains;
  durationSec: number;
  workDir: string;
  signal: AbortSignal;
}

/**
 * Mixes the stems, brings them to the target by a measured linear gain (two-pass loudnorm), and encodes them once. The encoded sound is
 * measured; where the encoder moved the loudness or overshot a peak, it is made again with what was learnt.
 */
export async function masterSound(job: Job): Promise<{ path: string; loudness: Loudness }> {
  let aim: Aim = { lufs: TARGET.lufs, peakDbtp: FIRST_PEAK_AIM, limitDb: MIX.limitDb };
  for (let attempt = 1; ; attempt++) {
    const mix = await mixToFit(job, aim);
    const path = await encode(job, mix, aim);
    const loudness = await measureLoudness(path, { signal: job.signal });
    if (loudness === null) throw new Error('the mixed sound can not be measured');
    const offLu = TARGET.lufs - loudness.integratedLufs;
    const overDb = loudness.truePeakDbtp - TARGET.truePeakDbtp;
    const good = Math.abs(offLu) <= TARGET.toleranceLu && overDb <= 0;
    if (good || loudness.integratedLufs < SILENCE_LUFS || attempt === ENCODE_TRIES) return { path, loudness };
    const overshootDb = loudness.truePeakDbtp - peakAfterGain(mix, aim);
    aim = {
      lufs: aim.lufs + offLu,
      peakDbtp: Math.min(aim.peakDbtp, TARGET.truePeakDbtp - overshootDb - MARGIN_DB),
      limitDb: mix.limitDb,
    };
  }
}

/** What the mix is to measure before it is encoded, and where its limiter starts. */
interface Aim {
  lufs: number;
  peakDbtp: number;
  limitDb: number;
}

interface Mix {
  path: string;
  loudness: Loudness;
  limitDb: number;
}

const peakAfterGain = ({ loudness }: Mix, aim: Aim): number =>
  loudness.truePeakDbtp + aim.lufs - loudness.integratedLufs;

/** Lowers the limiter until the gain to the target keeps all peaks below theirs, so that the gain can be a plain one. */
async function mixToFit({ stems, gains, durationSec, workDir, signal }: Job, aim: Aim): Promise<Mix> {
  const samples = Math.round(durationSec * SAMPLE_RATE);
  let { limitDb } = aim;
  for (let attempt = 1; ; attempt++) {
    const mix = { limitDb, ...(await mixDown(stems, gains, { samples, limitDb, workDir, signal })) };
    const overDb = peakAfterGain(mix, aim) - aim.peakDbtp;
    const silent = mix.loudness.integratedLufs < SILENCE_LUFS;
    if (silent || overDb <= 0 || limitDb <= MIX.lowestLimitDb || attempt === MIX_TRIES) return mix;
    limitDb = Math.max(MIX.lowestLimitDb, Math.min(limitDb, mix.loudness.truePeakDbtp) - overDb - MARGIN_DB);
  }
}

async function encode({ workDir, signal }: Job, mix: Mix, aim: Aim): Promise<string> {
  const path = join(workDir, 'sound.m4a');
  const aac = ['-c:a', 'aac', '-b:a', '192k', '-ar', String(SAMPLE_RATE), '-ac', '2'];
  await ffmpeg(['-i', mix.path, '-af', normalise(mix.loudness, aim), ...aac, path], { signal });
  return path;
}

/** The second pass of loudnorm. It turns linear only if the range is within its own, and no measured value is 0. */
function normalise(measured: Loudness, aim: Aim): string {
  if (measured.integratedLufs < SILENCE_LUFS) return 'anull';
  return [
    `loudnorm=I=${aim.lufs.toFixed(2)}:TP=${aim.peakDbtp.toFixed(2)}:LRA=20:linear=true`,
    `measured_I=${measured.integratedLufs}`,
    `measured_TP=${measured.truePeakDbtp}`,
    `measured_LRA=${Math.min(20, Math.max(0.1, measured.rangeLu))}`,
    `measured_thresh=${measured.thresholdLufs}`,
  ].join(':');
}

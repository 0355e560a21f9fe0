import { join } from 'node:path';
import { EBU_R128, ffmpeg, parseLoudness, wavLevelDb, type Loudness } from '#libs/media';

/** Decibels relative to full scale, measured where a stem sounds (`activeLevelDb`), unless said otherwise. */
export const MIX = {
  voiceDb: -18,
  /** Under a narration the music stays this low even in its pauses; while it speaks, the ducking takes off about 10 dB more. */
  musicUnderVoiceDb: -26,
  musicAloneDb: -18,
  /** Effects keep the dynamics that their designer gave them. */
  effectsGainDb: -4,
  /** A stem is never raised or lowered by more than this. */
  maxStemGainDb: 24,
  duck: { threshold: 0.025, ratio: 4, attackMs: 15, releaseMs: 350 },
  /** Where the limiter starts out, and the lowest that ffmpeg's can go. */
  limitDb: -6,
  lowestLimitDb: -24,
} as const;

export const SAMPLE_RATE = 48_000;

/** Recorded parts of the sound, as 16-bit WAVE files of any rate. */
export interface Stems {
  narration: string | null;
  music: string;
  effects: string;
}

export interface StemGains {
  narrationDb: number;
  musicDb: number;
  effectsDb: number;
}

/** Brings stems of any recording level to the levels of `MIX`. Silent stems stay as they are. */
export async function stemGains({ narration, music }: Stems, signal: AbortSignal): Promise<StemGains> {
  const gain = async (path: string, targetDb: number): Promise<number> => {
    const gainDb = targetDb - (await wavLevelDb(path, signal));
    return Number.isFinite(gainDb) ? Math.max(-MIX.maxStemGainDb, Math.min(MIX.maxStemGainDb, gainDb)) : 0;
  };
  const [narrationDb, musicDb] = await Promise.all([
    narration === null ? 0 : gain(narration, MIX.voiceDb),
    gain(music, narration === null ? MIX.musicAloneDb : MIX.musicUnderVoiceDb),
  ]);
  return { narrationDb, musicDb, effectsDb: MIX.effectsGainDb };
}

/** Mixes the stems into a 48 kHz stereo WAVE file (32-bit float) of exactly `samples` samples, and measures it. */
export async function mixDown(
  stems: Stems,
  gains: StemGains,
  {
    samples,
    limitDb,
    workDir,
    signal,
  }: { samples: number; limitDb: number; workDir: string; signal: AbortSignal },
): Promise<{ path: string; loudness: Loudness }> {
  const path = join(workDir, 'mix.wav');
  const inputs = [stems.music, stems.effects, ...(stems.narration === null ? [] : [stems.narration])];
  const { stderr } = await ffmpeg(
    [
      ...inputs.flatMap((input) => ['-i', input]),
      ...['-filter_complex', mixGraph(gains, { samples, limitDb, narrated: stems.narration !== null })],
      ...['-map', '[out]', '-c:a', 'pcm_f32le', path],
    ],
    { signal },
  );
  const loudness = parseLoudness(stderr);
  if (loudness === null) throw new Error('ffmpeg did not report the loudness of the mix');
  return { path, loudness };
}

/** The filter graph: input 0 is the music, 1 the effects, 2 the narration. */
export function mixGraph(
  gains: StemGains,
  { samples, limitDb, narrated }: { samples: number; limitDb: number; narrated: boolean },
): string {
  const stem = (input: number, layout: 'mono' | 'stereo', gainDb: number): string =>
    [
      `[${input}:a]aresample=${SAMPLE_RATE}`,
      `aformat=sample_fmts=fltp:channel_layouts=${layout}`,
      `volume=${gainDb.toFixed(2)}dB`,
      // Equal lengths: `amix` would otherwise turn the others up when one ends.
      `apad=whole_len=${samples}`,
      `atrim=end_sample=${samples}`,
    ].join(',');
  const { threshold, ratio, attackMs, releaseMs } = MIX.duck;
  const parts = narrated
    ? [
        `${stem(2, 'mono', gains.narrationDb)},pan=stereo|c0=c0|c1=c0,asplit[voice][key]`,
        `${stem(0, 'stereo', gains.musicDb)}[music]`,
        `[music][key]sidechaincompress=threshold=${threshold}:ratio=${ratio}:attack=${attackMs}:release=${releaseMs}:makeup=1[bed]`,
        `${stem(1, 'stereo', gains.effectsDb)}[effects]`,
        '[voice][bed][effects]amix=inputs=3:duration=longest,volume=3[sum]',
      ]
    : [
        `${stem(0, 'stereo', gains.musicDb)}[bed]`,
        `${stem(1, 'stereo', gains.effectsDb)}[effects]`,
        '[bed][effects]amix=inputs=2:duration=longest,volume=2[sum]',
      ];
  const limit = 10 ** (limitDb / 20);
  return [
    ...parts,
    `[sum]alimiter=limit=${limit.toFixed(4)}:attack=5:release=50:level=disabled,${EBU_R128}[out]`,
  ].join(';');
}

import type { Usage } from '#libs/kernel';
import type { ProviderCall } from './usage.js';

/** Linear PCM, one Float32Array of samples in [-1, 1] per channel, all of equal length. */
export interface Pcm {
  sampleRate: number;
  channels: Float32Array[];
}

export type WordTiming = {
  /** The word as it stands in the text, with its punctuation. */
  text: string;
  startSec: number;
  endSec: number;
};

export interface SpeechRequest extends ProviderCall {
  text: string;
  /** BCP 47, e.g. `en`. */
  language: string;
  /** 1 is the voice's natural rate, 1.2 is a fifth faster. */
  rate: number;
}

export interface SpeechResult {
  audio: Pcm;
  usage: Usage[];
  /** Who spoke: a provider on this machine, or `<provider>/<model>` for one in the cloud. */
  by: string;
  /** Why it was not spoken by who should have spoken it; null where it was. */
  downgraded: string | null;
  /** One entry per whitespace-separated word of the text, in order, relative to the start of the audio. */
  words: WordTiming[];
}

export abstract class SpeechProvider {
  abstract readonly name: string;
  abstract supports(language: string): boolean;
  abstract speak(request: SpeechRequest): Promise<SpeechResult>;
}

export const MOODS = ['upbeat', 'warm', 'calm', 'dramatic', 'playful', 'serious', 'inspiring'] as const;
export type Mood = (typeof MOODS)[number];

export interface MusicRequest extends ProviderCall {
  mood: Mood;
  /** Exact length of the result in seconds; the piece begins and ends within it. */
  durationSec: number;
  /** Moments (seconds) that the music should mark, such as scene changes. */
  accentsSec: number[];
  /** Where the piece is written to, as a stereo WAVE file (16 bits, 48 kHz): minutes of sound are dear in memory. */
  outputPath: string;
}

export interface MusicResult {
  usage: Usage[];
  /** Who made it: a provider on this machine, or `<provider>/<model>` for one in the cloud. */
  by: string;
  /** Why it was not made by who should have made it; null where it was. */
  downgraded: string | null;
}

/** What every piece is brought to, whoever made it: integrated loudness, and what no sample exceeds. */
export const MUSIC_LEVEL = { lufs: -20, ceilingDb: -3 } as const;

export abstract class MusicProvider {
  abstract readonly name: string;
  abstract compose(request: MusicRequest): Promise<MusicResult>;
}

export const SOUND_KINDS = ['whoosh', 'pop', 'chime', 'impact', 'riser', 'click'] as const;
export type SoundKind = (typeof SOUND_KINDS)[number];

export interface SoundCue {
  kind: SoundKind;
  atSec: number;
  /** Linear, 0 to 1. */
  gain: number;
}

export interface SoundRequest extends ProviderCall {
  cues: SoundCue[];
  /** Exact length of the resulting track in seconds. */
  durationSec: number;
  /** Where the track is written to, as a stereo WAVE file (16 bits, 48 kHz). */
  outputPath: string;
}

export interface SoundResult {
  usage: Usage[];
}

export abstract class SoundProvider {
  abstract readonly name: string;
  abstract perform(request: SoundRequest): Promise<SoundResult>;
}

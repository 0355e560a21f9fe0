import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { AppError } from '#libs/kernel';
import { toWav } from '#libs/media';
import { resample } from '#libs/media/audio';
import type { Pcm, SpeechProvider, SpeechRequest, SpeechResult } from '#libs/providers';
import { ScriptSchema, ShotSchema, type Shot } from '../domain/script.js';
import { BlobRefSchema, TimelineSchema } from '../domain/timeline.js';
import { layOutTimeline, rateToFit, readingTimes, type Layout, type Narration } from '../domain/timing.js';
import { splitWords } from '../domain/word-splitting.js';

const Input = z.object({
  script: ScriptSchema,
  shots: z.array(ShotSchema).min(1),
  durationSec: z.number().positive(),
  fps: z.number().int().positive(),
  /** Who is asked, in this order. */
  providers: z.array(z.string()),
});
const Output = z.object({ timeline: TimelineSchema, narration: BlobRefSchema.nullable() });
type AudioInput = z.output<typeof Input>;

const SAMPLE_RATE = 48_000;
/** Scenes spoken at the same time. */
const VOICES = 2;

/** A scene's narration as it was spoken, mono at 48 kHz. */
interface Take extends Narration {
  samples: Float32Array;
}

/** Gives a take's memory back at once: those of three minutes are 35 MB, and the collector is in no hurry. */
const release = ({ samples }: Take): void => void (samples.buffer as ArrayBuffer).transfer(0);

/** Speaks the narration, and lays out the film's scenes and captions around it. */
@Injectable()
export class AudioGenerator extends Agent<typeof Input, typeof Output> {
  override readonly name = 'AudioGenerator';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 120_000;

  override async run(input: AudioInput, context: AgentContext): Promise<z.input<typeof Output>> {
    const { script } = input;
    const speech = context.providers.speech(input.providers);
    if (!speech.supports(script.language)) return { timeline: unvoiced(input), narration: null };

    let takes = await this.speakAll(input, 1, speech, context);
    const rate = rateToFit(takes, input.durationSec, input.fps);
    if (rate > 1) {
      context.logger.info({ rate }, 'The narration is spoken faster to fit the film');
      takes.forEach(release);
      takes = await this.speakAll(input, rate, speech, context);
    }
    const { timeline, narrationStartsSec } = layout(input, takes, true, '');
    const track = new Float32Array(Math.round(timeline.durationSec * SAMPLE_RATE));
    takes.forEach((take, index) => {
      const at = Math.round((narrationStartsSec[index] as number) * SAMPLE_RATE);
      track.set(take.samples.subarray(0, track.length - at), at);
      release(take);
    });
    const wav = await toWav({ sampleRate: SAMPLE_RATE, channels: [track] }, context.signal);
    const narration = await context.blobs.putBytes(wav, 'audio/wav');
    context.publish('narration.wav', narration);
    context.progress(1);
    return { timeline, narration };
  }

  private async speakAll(
    { script }: AudioInput,
    rate: number,
    speech: SpeechProvider,
    context: AgentContext,
  ): Promise<Take[]> {
    const { scenes, language } = script;
    const takes: Take[] = [];
    let [next, spoken] = [0, 0];
    const voice = async (): Promise<void> => {
      try {
        for (let scene = next++; scene < scenes.length; scene = next++) {
          const text = (scenes[scene] as (typeof scenes)[number]).narration;
          takes[scene] = await this.speak(speech, { text, language, rate }, context);
          context.progress((0.9 * ++spoken) / scenes.length);
        }
      } catch (error) {
        // The other voices begin nothing more: it could cost money, and nobody would hear it.
        next = scenes.length;
        throw error;
      }
    };
    await Promise.all(Array.from({ length: VOICES }, voice));
    return takes;
  }

  private async speak(
    speech: SpeechProvider,
    said: Pick<SpeechRequest, 'text' | 'language' | 'rate'>,
    context: AgentContext,
  ): Promise<Take> {
    const { seed, signal } = context;
    const spoken = await speech.speak({ ...said, seed, signal });
    const { audio, words } = spoken;
    context.used(spoken);
    checkWords(words, splitWords(said.text, said.language), spoken.by);
    const samples = resample(mono(audio), audio.sampleRate, SAMPLE_RATE);
    return { words, samples, durationSec: samples.length / SAMPLE_RATE };
  }
}

function layout(
  { script, shots, durationSec, fps }: AudioInput,
  narrations: Narration[],
  voiced: boolean,
  notice: string,
): Layout {
  return layOutTimeline({
    scenes: script.scenes.map(({ id }, index) => ({
      sceneId: id,
      narration: narrations[index] as Narration,
      share: shareOf(id, shots),
    })),
    language: script.language,
    durationSec,
    fps,
    voiced,
    notice,
  });
}

function unvoiced(input: AudioInput) {
  const { script, durationSec, fps } = input;
  const read = (rate: number) =>
    script.scenes.map(({ narration }) => readingTimes(narration, script.language, rate));
  const atEase = read(1);
  const rate = rateToFit(atEase, durationSec, fps);
  const language = new Intl.DisplayNames(['en'], { type: 'language' }).of(script.language) ?? script.language;
  const notice = `No local voice speaks ${language}: this film has captions and music.`;
  return layout(input, rate === 1 ? atEase : read(rate), false, notice).timeline;
}

function shareOf(sceneId: string, shots: Shot[]): number {
  const shot = shots.find((candidate) => candidate.sceneId === sceneId);
  if (shot !== undefined) return shot.share;
  throw new AppError('video.shot_missing', `No shot for the scene ${sceneId}: each scene needs one`, {
    class: 'input',
  });
}

/** Captions are cut from the words that the voice timed: they have to be the narration's, all of them, in order. */
function checkWords(words: SpeechResult['words'], expected: string[], provider: string): void {
  if (words.length === expected.length && words.every(({ text }, index) => text === expected[index])) return;
  throw new AppError('provider.bad_answer', `${provider} did not time the words of the narration`, {
    class: 'provider',
    retryable: true,
  });
}

function mono({ channels }: Pcm): Float32Array {
  const [first = new Float32Array(), ...others] = channels;
  if (others.length === 0) return first;
  return first.map(
    (sample, index) =>
      others.reduce((sum, channel) => sum + (channel[index] as number), sample) / channels.length,
  );
}

import { FliteSpeechProvider } from '#libs/providers';
import { testContext } from '#libs/testing';
import { captionWords } from '../domain/captions-file.js';
import { captionsOf } from '../domain/timing.js';
import { AudioGenerator } from './audio-generator.agent.js';

const FILMS = [
  [
    'The city council of Bristol has approved a new tram line. It will connect the airport with the harbour in 22 minutes.',
    'Construction starts in May 2027, and costs £240 million. The first trams will run in 2030.',
  ],
  [
    'If the fire alarm rings, leave the building at once. Do not use the lift.',
    'Take the stairs, and meet at car park B. Call 112 if someone is hurt.',
  ],
];

const WINDOW_SEC = 0.005;
/** Below the loudest window of the track, in dB: what is quieter than this nobody takes for speech. */
const SPEECH_DB = -38;
/** A listener hears a new beginning only behind a pause. */
const PAUSE_SEC = 0.12;

/** When speech begins behind a pause, heard in the sound alone. */
function onsets(samples: Int16Array, rate: number): number[] {
  const size = Math.round(WINDOW_SEC * rate);
  const levels = Array.from({ length: Math.floor(samples.length / size) }, (_, index) => {
    let sum = 0;
    for (let at = index * size; at < (index + 1) * size; at++) sum += (samples[at] as number) ** 2;
    return Math.sqrt(sum / size);
  });
  const least = Math.max(...levels) * 10 ** (SPEECH_DB / 20);
  const found: number[] = [];
  let quiet = PAUSE_SEC / WINDOW_SEC;
  for (const [index, level] of levels.entries()) {
    if (level < least) quiet++;
    else {
      if (quiet >= PAUSE_SEC / WINDOW_SEC) found.push(index * WINDOW_SEC);
      quiet = 0;
    }
  }
  return found;
}

async function heard(narrations: string[]) {
  const context = await testContext({ providers: { speech: new FliteSpeechProvider() } });
  try {
    const agent = new AudioGenerator();
    const { timeline } = agent.output.parse(
      await agent.run(
        agent.input.parse({
          script: {
            ...{ title: 'A film', language: 'en', mood: 'calm' },
            scenes: narrations.map((narration, index) => ({
              ...{ id: `s${index}`, role: 'development', narration, headline: 'A film', keywords: ['film'] },
            })),
          },
          shots: narrations.map((_, index) => ({
            ...{ sceneId: `s${index}`, purpose: 'show', picture: 'film', camera: 'drift', layout: 'hero' },
            share: 1 / narrations.length,
          })),
          ...{ durationSec: 15, fps: 30, providers: [] },
        }),
        context,
      ),
    );
    const bytes = await context.blobs.readBytes({
      sha256: context.published.get('narration.wav')?.sha256 ?? '',
    });
    const samples = new Int16Array(
      bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length),
    );
    return { timeline, begins: onsets(samples, bytes.readUInt32LE(24)) };
  } finally {
    await context.dispose();
  }
}

describe('captions beside the narration', () => {
  it('say it word for word, and begin when it is heard to begin: half within 60 ms, all within 200 ms', async () => {
    const errors: number[] = [];
    for (const narrations of FILMS) {
      const { timeline, begins } = await heard(narrations);
      const captions = captionsOf(timeline);
      expect(captions.flatMap(captionWords).join(' ')).toBe(narrations.join(' '));
      const words = captions.flatMap((caption) => caption.words);
      // Whenever speech is heard to begin, a word is said to begin; and each first caption of a scene begins with speech.
      const starts = words.map(({ startSec }) => startSec);
      for (const begin of begins) errors.push(nearest(begin, starts));
      for (const { captions: own } of timeline.scenes)
        errors.push(nearest(own[0]?.startSec ?? Number.NaN, begins));
    }
    const sorted = errors.toSorted((a, b) => a - b);
    expect(sorted.length).toBeGreaterThan(10);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(0.06);
    expect(sorted.at(-1)).toBeLessThanOrEqual(0.2);
  });
});

const nearest = (time: number, others: readonly number[]): number =>
  Math.min(...others.map((other) => Math.abs(other - time)));

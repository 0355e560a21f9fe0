import {
  FliteSpeechProvider,
  LocalMusicProvider,
  LocalSoundProvider,
  MotionGraphicsProvider,
} from '#libs/providers';
import { CaptionReader, testContext, type TestContext } from '#libs/testing';
import { makeFilm } from '../mutations/small-film.js';

interface Cue {
  startSec: number;
  endSec: number;
  text: string;
}

const FILMS = [
  [
    { width: 1280, height: 720, fps: 30 },
    'The city council of Bristol has approved a new tram line. It will connect the airport with the harbour in 22 minutes. Construction starts in May 2027.',
  ],
  [
    { width: 720, height: 1280, fps: 30 },
    '"Nothing in life is to be feared, it is only to be understood." Marie Curie won two Nobel Prizes, in 1903 and 1911.',
  ],
] as const;

/** White space and the shape of quotation marks make no difference to a reader; everything else does. */
const plain = (text: string): string =>
  text
    .replace(/[“”„«»]/gu, '"')
    .replace(/[‘’]/gu, "'")
    .replace(/\s+/gu, ' ')
    .trim();

const CLOCK = /(\d+):(\d+):(\d+),(\d+) --> (\d+):(\d+):(\d+),(\d+)/u;

function cuesOf(srt: string): Cue[] {
  return srt
    .trim()
    .split(/\n\n+/u)
    .map((block): Cue => {
      const [, times = '', ...lines] = block.split('\n');
      const [h = 0, m = 0, s = 0, ms = 0, h2 = 0, m2 = 0, s2 = 0, ms2 = 0] = (CLOCK.exec(times) ?? [])
        .slice(1)
        .map(Number);
      return {
        startSec: h * 3600 + m * 60 + s + ms / 1000,
        endSec: h2 * 3600 + m2 * 60 + s2 + ms2 / 1000,
        text: lines.join(' '),
      };
    });
}

describe('the captions of a finished film', () => {
  let context: TestContext;
  let reader: CaptionReader;
  beforeAll(async () => {
    context = await testContext({
      providers: {
        speech: new FliteSpeechProvider(),
        music: new LocalMusicProvider(),
        sound: new LocalSoundProvider(),
        video: new MotionGraphicsProvider(),
      },
    });
    reader = await CaptionReader.start();
  });
  afterAll(async () => {
    await reader.stop();
    await context.dispose();
  });

  it.each(FILMS)(
    'read off the picture of %j, are those of its subtitle file, letter for letter',
    async (format, brief) => {
      const film = await makeFilm(brief, 1, context, format);
      const srt = await context.blobs.readBytes({
        sha256: context.published.get('captions.srt')?.sha256 ?? '',
      });
      const cues = cuesOf(srt.toString());
      expect(cues.length).toBeGreaterThan(2);
      const wrong: string[] = [];
      for (const { startSec, endSec, text } of cues) {
        const atSec = (startSec + endSec) / 2;
        const seen = await reader.read(film.path, atSec, format, context.workDir);
        if (plain(seen) !== plain(text))
          wrong.push(`${atSec.toFixed(2)} s: "${plain(seen)}" for "${plain(text)}"`);
      }
      expect(wrong).toEqual([]);
    },
    300_000,
  );
});

import { readFile, writeFile } from 'node:fs/promises';
import { ffmpeg } from '#libs/media';
import type { Random } from '#libs/kernel';
import type { Film } from './small-film.js';

/** What the gates have to say of a film with the defect: one of the checks fails, at this moment or in this scene. */
export interface Seeded {
  film: Film;
  checks: string[];
  atSec?: number;
  scene?: string;
}

type Defect = (film: Film, path: string, random: Random) => Promise<Seeded>;

interface Changes {
  video?: string;
  audio?: string;
  more?: string[];
  /** In seconds; where the scenes begin unless told otherwise. */
  keyFramesSec?: number[];
}

/** The film again with something changed and all else, key frames included, as it was. */
async function again(
  film: Film,
  path: string,
  { video, audio, more = [], keyFramesSec }: Changes,
): Promise<Film> {
  const starts = (keyFramesSec ?? film.timeline.scenes.map(({ startSec }) => startSec))
    .map((sec) => sec.toFixed(4))
    .join(',');
  await ffmpeg([
    ...[
      '-i',
      film.path,
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-qp',
      '16',
      '-sc_threshold',
      '0',
      '-bf',
      '0',
    ],
    ...['-g', '999', '-force_key_frames', starts],
    ...(video === undefined ? [] : ['-vf', video]),
    ...(audio === undefined ? ['-c:a', 'copy'] : ['-af', audio, '-c:a', 'aac', '-b:a', '192k']),
    ...['-movflags', '+faststart', ...more, path],
  ]);
  return { ...film, path };
}

const during = (from: number, to: number): string =>
  `enable='between(t,${from.toFixed(3)},${to.toFixed(3)})'`;

/** A moment with so much of the film behind it. */
const momentIn = ({ timeline }: Film, lengthSec: number, random: Random): number =>
  0.5 + random.next() * (timeline.durationSec - lengthSec - 1);

/** A renderer that hangs does so within a clip: the next one begins with a picture of its own. */
function longestScene({ timeline }: Film): { from: number; to: number } {
  const [longest] = timeline.scenes.toSorted((a, b) => b.frames - a.frames);
  const from = longest?.startSec ?? 0;
  return { from, to: from + (longest?.frames ?? 0) / timeline.fps };
}

/** A scene, and the part of it in which everything stands in its place. */
function sceneIn({ timeline }: Film, random: Random) {
  const { sceneId: scene, startSec, frames } = random.pick(timeline.scenes);
  return { scene, from: startSec, to: startSec + frames / timeline.fps };
}

const overScene =
  (filter: (film: Film) => string, ...checks: string[]): Defect =>
  async (film, path, random) => {
    const { scene, from, to } = sceneIn(film, random);
    return { film: await again(film, path, { video: `${filter(film)}:${during(from, to)}` }), checks, scene };
  };

const whole =
  (changes: Changes, check: string): Defect =>
  async (film, path) => ({ film: await again(film, path, changes), checks: [check] });

export const DEFECTS: Record<string, Defect> = {
  'a black gap': async (film, path, random) => {
    const atSec = momentIn(film, 0.9, random);
    const video = `drawbox=t=fill:color=black:${during(atSec, atSec + 0.9)}`;
    return { film: await again(film, path, { video }), checks: ['black'], atSec };
  },
  'a picture that stands still': async (film, path, random) => {
    const { from, to } = longestScene(film);
    const atSec = from + 0.2 + random.next() * Math.max(0, to - from - 1.9);
    const still = `${path}.png`;
    await ffmpeg(['-ss', atSec.toFixed(3), '-i', film.path, '-frames:v', '1', still]);
    const video = `movie=${still}[still];[in][still]overlay=${during(atSec, atSec + 1.6)}`;
    return { film: await again(film, path, { video }), checks: ['frozen'], atSec };
  },
  'a hole in the sound': async (film, path, random) => {
    const atSec = momentIn(film, 2.4, random);
    const audio = `volume=0:${during(atSec, atSec + 2.4)}`;
    return { film: await again(film, path, { audio }), checks: ['silent'], atSec };
  },
  'no sound': async (film, path) => ({
    film: await again(film, path, { more: ['-an'] }),
    checks: ['audio_present'],
    atSec: 0,
  }),
  'sound that ends early': async (film, path) => {
    const atSec = film.timeline.durationSec - 1;
    return {
      film: await again(film, path, { audio: `atrim=duration=${atSec}` }),
      checks: ['audio_length'],
      atSec,
    };
  },
  'the wrong size': whole({ video: 'scale=256:256' }, 'resolution'),
  'the wrong pace': whole({ more: ['-r', '10'] }, 'fps'),
  'another codec': whole({ more: ['-c:v', 'mpeg4', '-q:v', '2'] }, 'codec'),
  'too quiet': whole({ audio: 'volume=-6dB' }, 'loudness'),
  'too loud': whole({ audio: 'volume=5dB' }, 'loudness'),
  'an end that is not there': async (film, path, random) => {
    const bytes = await readFile(film.path);
    const share = 0.5 + 0.3 * random.next();
    await writeFile(path, bytes.subarray(0, Math.round(bytes.length * share)));
    return { film: { ...film, path }, checks: ['file_integrity'] };
  },
  'bytes overwritten on the way': async (film, path, random) => {
    const bytes = Buffer.from(await readFile(film.path));
    const at = Math.round(bytes.length * (0.3 + 0.5 * random.next()));
    bytes.fill(0x55, at, at + 4_000);
    await writeFile(path, bytes);
    return { film: { ...film, path }, checks: ['file_integrity'] };
  },
  'a clip that is not joined': async (film, path) => {
    const [, second] = film.timeline.scenes;
    const made = await again(film, path, { keyFramesSec: [0] });
    return { film: made, checks: ['clip_count'], atSec: second?.startSec ?? 0 };
  },
  'a clip left out': async (film, path, random) => {
    const { scenes, fps } = film.timeline;
    const { scene, from, to } = sceneIn(film, random);
    const gone = `between(t,${(from - 0.01).toFixed(3)},${(to - 0.01).toFixed(3)})`;
    const video = `select='not(${gone})',setpts=N/(${fps}*TB)`;
    const keyFramesSec = scenes.flatMap(({ sceneId, startSec }) =>
      sceneId === scene ? [] : [startSec < from ? startSec : startSec - (to - from)],
    );
    // What comes first behind the gap is not where it should be; behind the last clip the film is over.
    const next = scenes.find(({ startSec }) => startSec > from);
    return {
      film: await again(film, path, { video, keyFramesSec }),
      checks: next ? ['clip_count'] : ['file_integrity'],
      atSec: next?.startSec ?? from,
    };
  },
  'a scene in foreign colours': overScene(() => 'hue=h=140', 'palette', 'ground', 'tint', 'hues'),
  'a scene turned to its negative': overScene(
    () => 'negate=negate_alpha=0',
    'palette',
    'ground',
    'tint',
    'hues',
  ),
  'a scene out of focus': overScene(() => 'boxblur=12', 'sharpness'),
  // A veil over the foot of the picture, where captions stand in every format.
  'captions that nobody can read': overScene(
    () => 'drawbox=x=0:y=ih*0.55:w=iw:h=ih*0.45:color=0x101418@0.97:t=fill',
    'caption_contrast',
  ),
  'a caption that says something else': async (film, _path, random) => {
    const { scene } = sceneIn(film, random);
    const scenes = film.timeline.scenes.map((timing) =>
      timing.sceneId === scene
        ? {
            ...timing,
            captions: timing.captions.map((caption, index) =>
              index > 0
                ? caption
                : {
                    ...caption,
                    words: caption.words.map((word, at) => (at > 0 ? word : { ...word, text: 'Never' })),
                  },
            ),
          }
        : timing,
    );
    return { film: { ...film, timeline: { ...film.timeline, scenes } }, checks: ['captions'], scene };
  },
  'another film’s script': async (film) => ({
    film: {
      ...film,
      brief: {
        ...film.brief,
        text: 'Rockets leave the atmosphere in 9 minutes. Astronauts float above Houston.',
      },
    },
    checks: ['brief_terms'],
  }),
};

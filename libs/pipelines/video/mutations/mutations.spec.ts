import { join } from 'node:path';
import { seededRandom } from '#libs/kernel';
import {
  FliteSpeechProvider,
  LocalMusicProvider,
  LocalSoundProvider,
  MotionGraphicsProvider,
} from '#libs/providers';
import { testContext, type TestContext } from '#libs/testing';
import { SemanticQa } from '../agents/semantic-qa.agent.js';
import { TechnicalQaGate } from '../agents/technical-qa-gate.agent.js';
import type { Evidence } from '../domain/quality.js';
import { DEFECTS, type Seeded } from './defects.js';
import { makeFilm, type Film } from './small-film.js';

const FILMS = Number(process.env.MUTATIONS ?? 100);
/** How far the evidence may lie from the seeded moment, in seconds. */
const NEAR_SEC = 0.5;

const THINGS = [
  'lamp',
  'bread',
  'bicycle',
  'garden',
  'piano',
  'boat',
  'library',
  'coffee',
  'mountain',
  'museum',
];
const PLACES = ['Lisbon', 'Bristol', 'Porto', 'Lyon', 'Vienna', 'Oslo', 'Dublin'];
const FORMS = [
  (thing: string, place: string, n: number) =>
    `Meet the ${thing} of ${place}. It costs $${n} and lasts ${n + 3} years. Order yours this Saturday.`,
  (thing: string, place: string, n: number) =>
    `The city of ${place} opens a new ${thing} house. ${n} people built it in ${n + 2} months. Come and see it.`,
  (thing: string, place: string, n: number) =>
    `Our ${thing} tour in ${place} starts at ${1 + (n % 9)} pm. You walk ${n} km along the river. Book a place today.`,
];

/** A brief of its own for each film. */
const briefOf = (index: number): string =>
  (FORMS[index % FORMS.length] ?? FORMS[0]!)(
    THINGS[index % THINGS.length] as string,
    PLACES[index % PLACES.length] as string,
    10 + index,
  );

describe('the quality gates over seeded defects', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await testContext({
      providers: {
        speech: new FliteSpeechProvider(),
        music: new LocalMusicProvider(),
        sound: new LocalSoundProvider(),
        video: new MotionGraphicsProvider(),
      },
    });
  });
  afterAll(() => context.dispose());

  /** Everything that the gates find wrong. */
  async function failures(film: Film): Promise<Evidence[]> {
    const { blobs } = context;
    const video = await blobs.putFile(film.path, 'video/mp4');
    const [technical, semantic] = [new TechnicalQaGate(), new SemanticQa()];
    const report = technical.output.parse(
      await technical.run(technical.input.parse({ ...film, video }), context),
    );
    const { samples, loudness } = report;
    const meaning = semantic.output.parse(
      await semantic.run(semantic.input.parse({ ...film, samples, loudness }), context),
    );
    return [...report.checks, ...meaning.criteria.flatMap(({ evidence }) => evidence)].filter(
      ({ passed }) => !passed,
    );
  }

  it(
    `catch ${FILMS} films with one defect each by name and place, and pass as many without one`,
    async () => {
      const [missed, alarms]: [string[], string[]] = [[], []];
      const names = Object.keys(DEFECTS);
      for (let index = 0; index < FILMS; index++) {
        const film = await makeFilm(briefOf(index), index, context);
        const found = await failures(film);
        if (found.length > 0) alarms.push(`${index}: ${found.map(told).join('; ')}`);

        if (index % 10 === 0)
          process.stderr.write(`${index} of ${FILMS}: ${missed.length} missed, ${alarms.length} alarms\n`);
        const name = names[index % names.length] as string;
        const copy = join(context.workDir, `${index}.mp4`);
        const seeded = await DEFECTS[name]!(film, copy, seededRandom(index, name));
        const caught = await failures(seeded.film);
        if (!caught.some((evidence) => isAbout(evidence, seeded)))
          missed.push(
            `${index}: ${name} ${JSON.stringify([seeded.checks, seeded.atSec, seeded.scene])} got ${caught.map(told).join('; ')}`,
          );
      }
      console.log(
        [
          `caught ${FILMS - missed.length} of ${FILMS}, false alarms ${alarms.length} of ${FILMS}`,
          ...missed,
          ...alarms,
        ].join('\n'),
      );
      expect(missed.length / FILMS).toBeLessThanOrEqual(0.05);
      expect(alarms.length / FILMS).toBeLessThanOrEqual(0.02);
    },
    90 * 60_000,
  );
});

const isAbout = ({ check, atSec, scene }: Evidence, seeded: Seeded): boolean =>
  seeded.checks.includes(check) &&
  (seeded.scene === undefined || scene === seeded.scene) &&
  (seeded.atSec === undefined || (atSec !== undefined && Math.abs(atSec - seeded.atSec) <= NEAR_SEC));

const told = ({ check, measured, scene, atSec }: Evidence): string =>
  `${check} ${measured}${scene === undefined ? '' : ` in ${scene}`}${atSec === undefined ? '' : ` at ${atSec} s`}`;

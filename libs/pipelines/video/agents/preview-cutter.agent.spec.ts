import { decodeWav, encodeWav } from '#libs/media';
import { testContext, type TestContext } from '#libs/testing';
import type { Timeline } from '../domain/index.js';
import { planVisuals } from '../local/visuals/index.js';
import { planFilm } from '../local/writing/plan-film.js';
import { PreviewCutter } from './preview-cutter.agent.js';

const FPS = 30;
const RATE = 8_000;
const brief = { text: 'A cosy bakery in Lisbon opens at 7 with fresh bread.', language: 'en', notes: [] };
const plan = planFilm(brief, { durationSec: 20, preset: 'brand_campaign', seed: 1, maxScenes: 4 });
const visuals = planVisuals(plan, brief, 1);

/** Every scene takes six seconds. */
const timeline: Timeline = {
  fps: FPS,
  totalFrames: plan.script.scenes.length * 180,
  durationSec: plan.script.scenes.length * 6,
  scenes: plan.script.scenes.map(({ id }, index) => ({
    sceneId: id,
    startSec: index * 6,
    startFrame: index * 180,
    frames: 180,
    captions: [],
  })),
  voiced: true,
  notice: '',
};

describe('PreviewCutter', () => {
  let context: TestContext;

  beforeEach(async () => {
    context = await testContext();
  });
  afterEach(() => context.dispose());

  it('keeps the scenes that begin within ten seconds, with what belongs to them', async () => {
    expect(plan.script.scenes.length).toBeGreaterThan(2);
    const cut = await new PreviewCutter().run({ plan, visuals, timeline, narration: null }, context);
    expect(cut.timeline).toMatchObject({ totalFrames: 300, scenes: [{ frames: 180 }, { frames: 120 }] });
    expect(cut.script.scenes.map(({ id }) => id)).toEqual(['s1', 's2']);
    expect(cut.visuals.scenes.map(({ sceneId }) => sceneId)).toEqual(['s1', 's2']);
    expect(cut.narration).toBeNull();
  });

  it('cuts what is spoken at the same moment as the picture', async () => {
    const spoken = Float32Array.from({ length: 12 * RATE }, (_, at) => (at < 10 * RATE ? 0.5 : -0.5));
    const wav = encodeWav({ sampleRate: RATE, channels: [spoken] });
    const narration = await context.blobs.putBytes(wav, 'audio/wav');
    const cut = await new PreviewCutter().run({ plan, visuals, timeline, narration }, context);
    const { channels } = decodeWav(await context.blobs.readBytes(cut.narration!));
    expect(channels[0]).toHaveLength(10 * RATE);
    expect(channels[0]?.every((sample) => sample > 0.49)).toBe(true);
  });
});

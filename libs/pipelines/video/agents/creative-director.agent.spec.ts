import type { Looks } from '#libs/agents';
import { LocalTextProvider } from '#libs/providers';
import { testContext, type TestContext } from '#libs/testing';
import type { PresetName } from '../domain/index.js';
import { PLAN_TASK } from '../local/writer-tasks.js';
import { answerPlan } from '../local/writing/index.js';
import { CreativeDirector } from './creative-director.agent.js';

const TEXT = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';
const KNOWN = { style: 'paper cut-outs', lighting: 'blue hour', characters: ['a cat with a hat'] };

describe('CreativeDirector', () => {
  const agent = new CreativeDirector();
  let context: TestContext;
  let remembered: unknown[];
  let known: typeof KNOWN | null;
  beforeAll(async () => {
    const text = new LocalTextProvider();
    text.teach(PLAN_TASK, answerPlan);
    const looks: Looks = {
      recall: () => Promise.resolve(known),
      remember: async (...look) => void remembered.push(look),
    };
    context = await testContext({ providers: { text }, looks });
  });
  beforeEach(() => {
    remembered = [];
    known = null;
  });
  afterAll(() => context.dispose());

  const direct = (preset: PresetName) =>
    agent.run(
      { brief: { text: TEXT, language: 'en', notes: [] }, durationSec: 20, preset, providers: [] },
      context,
    );

  it('remembers the look of a campaign’s first film', async () => {
    const { consistency } = await direct('brand_campaign');
    const { style, lighting, character } = consistency;
    expect(remembered).toEqual([[TEXT, { style, lighting, characters: [character] }]]);
  });

  it('gives later films on the subject the same look', async () => {
    known = KNOWN;
    expect((await direct('brand_campaign')).consistency).toEqual({
      style: 'paper cut-outs',
      lighting: 'blue hour',
      character: 'a cat with a hat',
    });
    expect(remembered).toEqual([]);
  });

  it('leaves every other film its own look', async () => {
    known = KNOWN;
    expect((await direct('quick_social')).consistency.style).not.toBe('paper cut-outs');
    expect(remembered).toEqual([]);
  });
});

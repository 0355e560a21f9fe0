import { LocalTextProvider } from '#libs/providers';
import { stageProviders, testContext, type TestContext } from '#libs/testing';
import { answerVisuals } from '../local/visuals/index.js';
import { VisualTranslator } from './visual-translator.agent.js';

describe('VisualTranslator', () => {
  const agent = new VisualTranslator();
  let context: TestContext;
  beforeAll(async () => {
    const text = new LocalTextProvider();
    text.teach('video.visuals', answerVisuals);
    context = await testContext({ providers: { text }, seed: 11 });
  });
  afterAll(() => context.dispose());

  const input = agent.input.parse({
    providers: [],
    plan: {
      script: {
        title: 'Bread at seven',
        language: 'en',
        mood: 'warm',
        scenes: [
          { id: 's1', role: 'hook', narration: 'A bakery opens.', headline: 'Bread', keywords: ['bakery'] },
          {
            id: 's2',
            role: 'close',
            narration: 'Come by at 7:00.',
            headline: 'Come by',
            keywords: ['morning'],
          },
        ],
      },
      shots: [
        { sceneId: 's1', purpose: 'open', picture: 'An oven', camera: 'push-in', layout: 'hero', share: 0.5 },
        { sceneId: 's2', purpose: 'ask', picture: 'A door', camera: 'drift', layout: 'closing', share: 0.5 },
      ],
      consistency: { style: 'flat', lighting: 'warm', character: 'a baker' },
    },
    brief: { text: 'A bakery opens at seven.', language: 'en', notes: [] },
  });

  it('says for every scene what is to be seen, the same for the same seed', async () => {
    const plan = agent.output.parse(await agent.run(input, context));
    expect(plan.scenes.map(({ sceneId }) => sceneId)).toEqual(['s1', 's2']);
    expect(plan.scenes[0]?.graphics).toMatchObject({ layout: 'hero', camera: 'push-in', position: 'first' });
    expect(plan.scenes[0]?.graphics.icons[0]).toBe('bread');
    expect(plan.scenes[1]?.graphics).toMatchObject({ layout: 'closing', position: 'last' });
    expect(await agent.run(input, context)).toEqual(plan);
  });

  it('refuses an answer that is no visual plan', async () => {
    const text = new LocalTextProvider();
    text.teach('video.visuals', () => ({ palette: 'blue', scenes: [] }));
    await expect(agent.run(input, { ...context, providers: stageProviders({ text }) })).rejects.toThrow(
      'palette',
    );
  });
});

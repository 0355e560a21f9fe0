import { admitBrief } from './admission.js';
import { route } from './router.js';

const routeOf = (input: object) => route(admitBrief(input));
const SIMPLE = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

describe('route', () => {
  it('sends a short, plain brief down the fast track, and says why', () => {
    const decision = routeOf({ brief: SIMPLE });
    expect(decision.track).toBe('fast');
    expect(decision.complexity).toBeLessThan(0.3);
    expect(decision.reason).toContain('simple');
  });

  it.each([
    ['its preset', { brief: SIMPLE, preset: 'brand_campaign' }, /brand_campaign/],
    ['its scenes', { brief: `${SIMPLE} Make it 6 scenes.` }, /6 scenes/],
    [
      'its conditions and length',
      {
        brief: `${'Never show prices, always keep the logo, only use brand colours, avoid music without drums. '.repeat(8)}`,
      },
      /complexity/,
    ],
  ])('takes the full track for %s', (_, input, reason) => {
    expect(routeOf(input)).toMatchObject({ track: 'full', reason: expect.stringMatching(reason) as string });
  });
});

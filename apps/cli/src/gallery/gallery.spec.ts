import { GALLERY } from './briefs.js';
import { indexPage } from './index-page.js';
import { selectBriefs } from './select-briefs.js';

describe('the gallery', () => {
  it('has twelve briefs, in four languages and four shapes', () => {
    expect(GALLERY).toHaveLength(12);
    expect(new Set(GALLERY.map(({ name }) => name)).size).toBe(12);
    expect(new Set(GALLERY.map(({ language }) => language)).size).toBe(4);
    expect(new Set(GALLERY.map(({ aspect }) => aspect)).size).toBe(4);
  });

  it('makes only what is asked for, as long as it is asked for', () => {
    expect(selectBriefs('quote, recipe', 8)).toMatchObject([
      { name: 'recipe', durationSec: 8 },
      { name: 'quote', durationSec: 8 },
    ]);
    expect(selectBriefs(undefined, undefined)).toHaveLength(12);
  });

  it('names a brief that it does not have, and those that it has', () => {
    expect(() => selectBriefs('recipe,opera', undefined)).toThrow(/no "opera".*recipe, news/);
  });

  it('shows the words of a film as words, never as markup', () => {
    const [brief] = GALLERY as [(typeof GALLERY)[number]];
    const page = indexPage([
      {
        ...{ brief, title: '<b>Lumen</b>', sentences: ['Fish & "chips"'], scores: { technical: 1 } },
        ...{ video: 'teaser/video.mp4', sheet: 'teaser.png' },
      },
    ]);
    expect(page).toContain('&lt;b&gt;Lumen&lt;/b&gt;');
    expect(page).toContain('<li>Fish &amp; &quot;chips&quot;</li>');
    expect(page).toContain('src="teaser.png"');
  });
});

import { contrastRatio } from './colour.js';
import { iconDocuments } from './icons.js';
import { createScene, type Scene } from './scene.js';
import { CAPTION_LINES, stageFor, type Box } from './stage.js';
import { LAYOUTS, type Caption, type Graphics } from '../../ports/index.js';

// Jest looks every global up anew, which a loop over pixels would feel.
const { abs, floor, max, min } = Math;

const FPS = 30;
const FRAMES = 120;
const SIZES = { '16:9': [384, 216], '9:16': [216, 384], '1:1': [216, 216], '4:5': [216, 270] } as const;
const ASPECTS = Object.keys(SIZES) as (keyof typeof SIZES)[];

const GRAPHICS: Graphics = {
  layout: 'hero',
  camera: 'push-in',
  headline: 'Baked by hand in the very heart of our old town for 80 years',
  kicker: 'Come by this Saturday from seven o’clock on',
  items: [
    'Fresh bread from seven',
    'Coffee roasted in house',
    'A warm place to sit',
    'Live music on Fridays',
  ],
  figure: '1,250 %',
  place: { name: 'Lisbon', country: 'PT', at: [-9.1, 38.7] },
  icons: ['bread', 'croissant', 'hot-beverage', 'house-with-garden'],
  palette: {
    background: '#101a3a',
    backgroundAlt: '#1c2a5e',
    primary: '#4a63f0',
    accent: '#ffb52e',
    text: '#ffffff',
    onPrimary: '#ffffff',
  },
  position: 'only',
};

const CAPTION_TEXT =
  'A cosy bakery in Lisbon opens its doors at seven with fresh bread and coffee for everyone.';

function caption(text: string): Caption {
  const words = text.split(' ');
  const step = FRAMES / FPS / words.length;
  return {
    startSec: 0,
    endSec: FRAMES / FPS,
    words: words.map((word, index) => ({ text: word, startSec: index * step, endSec: (index + 1) * step })),
  };
}

const sceneOf = (
  aspect: keyof typeof SIZES,
  graphics: Partial<Graphics>,
  captions: Caption[] = [],
  [width, height]: readonly [number, number] = SIZES[aspect],
): Promise<Scene> => {
  const whole = { ...GRAPHICS, ...graphics };
  return createScene({
    graphics: whole,
    format: { width, height, fps: FPS },
    frames: FRAMES,
    seed: 4,
    captions,
    icons: iconDocuments(whole.icons),
    flag: iconDocuments(['flag-pt'])[0],
  });
};

function pixels(scene: Scene, frame: number): Buffer {
  scene.draw(frame);
  return scene.canvas.data();
}

/** The smallest box around all pixels in which two pictures differ clearly. */
function difference(one: Buffer, other: Buffer, width: number): Box | undefined {
  let [left, right, top, bottom] = [Infinity, -1, Infinity, -1];
  for (let at = 0; at < one.length; at += 4) {
    const far =
      abs((one[at] as number) - (other[at] as number)) +
      abs((one[at + 1] as number) - (other[at + 1] as number)) +
      abs((one[at + 2] as number) - (other[at + 2] as number));
    if (far < 24) continue;
    const [x, y] = [(at / 4) % width, floor(at / 4 / width)];
    [left, right] = [min(left, x), max(right, x)];
    [top, bottom] = [min(top, y), max(bottom, y)];
  }
  return right < 0 ? undefined : { x: left, y: top, w: right - left + 1, h: bottom - top + 1 };
}

describe.each(ASPECTS)('a scene in %s', (aspect) => {
  const [width, height] = SIZES[aspect];
  const { captions: band, u } = stageFor({ width, height });

  it.each(LAYOUTS)(
    'keeps headline and texts of %s inside the frame and above the captions',
    async (layout) => {
      const [full, empty] = await Promise.all([
        sceneOf(aspect, { layout }),
        sceneOf(aspect, { layout, headline: '', kicker: '' }),
      ]);
      for (const frame of [40, 80, FRAMES - 1]) {
        const found = difference(pixels(full, frame), pixels(empty, frame), width);
        expect(found).toBeDefined();
        const { x, y, w, h } = found as Box;
        expect(x).toBeGreaterThan(0);
        expect(y).toBeGreaterThan(0);
        expect(x + w).toBeLessThan(width);
        expect(y + h).toBeLessThanOrEqual(band.y);
      }
    },
  );

  it.each([
    CAPTION_TEXT,
    'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz gilt.',
    '猫'.repeat(90),
  ])('sets the caption %s on a plate in the lower third, inside the margins', async (text) => {
    const [spoken, silent] = await Promise.all([
      sceneOf(aspect, {}, [caption(text)]),
      sceneOf(aspect, {}, []),
    ]);
    const plate = difference(pixels(spoken, 60), pixels(silent, 60), width) as Box;
    expect(plate.y).toBeGreaterThanOrEqual(Math.floor(band.y) - 1);
    expect(plate.y).toBeGreaterThan((height * 2) / 3 - 1);
    expect(plate.y + plate.h).toBeLessThanOrEqual(Math.ceil(band.y + band.h) + 1);
    expect(plate.x).toBeGreaterThan(4 * u);
    expect(plate.x + plate.w).toBeLessThan(width - 4 * u);
    expect(CAPTION_LINES).toBe(2);
  });
});

describe('a scene', () => {
  it('writes captions with a contrast of at least 7:1 even on a white ground', async () => {
    const palette = { ...GRAPHICS.palette, background: '#ffffff', backgroundAlt: '#ffffff', text: '#000000' };
    const scene = await sceneOf('16:9', { palette }, [caption('IIII IIII IIII')], [1280, 720]);
    const data = pixels(scene, 60);
    const { captions: band } = stageFor({ width: 1280, height: 720 });
    const at = (x: number, y: number): string =>
      `#${data.subarray((y * 1280 + x) * 4, (y * 1280 + x) * 4 + 3).toString('hex')}`;
    const row = Math.round(band.y + band.h - band.h / 4.6);
    const colours = Array.from({ length: 300 }, (_, index) => at(490 + index, row));
    const plate = colours.reduce((a, b) =>
      contrastRatio(a, '#000000') < contrastRatio(b, '#000000') ? a : b,
    );
    const white = colours.reduce((a, b) =>
      contrastRatio(a, '#000000') > contrastRatio(b, '#000000') ? a : b,
    );
    expect(contrastRatio(plate, '#ffffff')).toBeGreaterThan(12);
    expect(contrastRatio(plate, white)).toBeGreaterThan(7);
  });

  it('colours the word that is being spoken', async () => {
    const scene = await sceneOf('16:9', {}, [caption('one two three four')]);
    const [first, same, later] = [pixels(scene, 20), pixels(scene, 22), pixels(scene, 110)];
    const [width, height] = SIZES['16:9'];
    const { captions: band } = stageFor({ width, height });
    const centre = (data: Buffer): string => {
      const lines = [];
      for (let y = floor(band.y + band.h * 0.55); y < band.y + band.h * 0.95; y++) {
        lines.push(
          data.subarray((y * width + width / 2 - 35) * 4, (y * width + width / 2 + 35) * 4).toString('hex'),
        );
      }
      return lines.join();
    };
    expect(centre(first)).toBe(centre(same));
    expect(centre(first)).not.toBe(centre(later));
  });

  it('is covered by one colour at a cut, on both sides of it, and by nothing at the film’s ends', async () => {
    const primary = Buffer.from('4a63f0ff', 'hex');
    const covered = (data: Buffer): boolean => {
      for (let at = 0; at < data.length; at += 4)
        if (data.compare(primary, 0, 4, at, at + 4) !== 0) return false;
      return true;
    };
    for (const aspect of ASPECTS) {
      const first = await sceneOf(aspect, { position: 'first' });
      const middle = await sceneOf(aspect, { position: 'middle' });
      const last = await sceneOf(aspect, { position: 'last' });
      expect(covered(pixels(first, FRAMES - 1))).toBe(true);
      expect(covered(pixels(middle, 0))).toBe(true);
      expect(covered(pixels(middle, FRAMES - 1))).toBe(true);
      expect(covered(pixels(last, 0))).toBe(true);
      expect(covered(pixels(first, 0))).toBe(false);
      expect(covered(pixels(last, FRAMES - 1))).toBe(false);
    }
  });

  it('is drawn without icons, with unknown ones, and with a single frame', async () => {
    for (const layout of LAYOUTS) {
      for (const icons of [[], ['no-such-icon']]) {
        const scene = await sceneOf('1:1', { layout, icons, items: [], figure: '', kicker: '' });
        expect(pixels(scene, 60).length).toBe(216 * 216 * 4);
      }
    }
    const still = await createScene({
      graphics: GRAPHICS,
      format: { width: 64, height: 64, fps: FPS },
      frames: 1,
      seed: 1,
      captions: [],
      icons: [],
    });
    expect(pixels(still, 0).length).toBe(64 * 64 * 4);
  });

  it('draws the same frame alike whatever was drawn before it', async () => {
    const [one, other] = await Promise.all([
      sceneOf('16:9', { layout: 'number' }, [caption(CAPTION_TEXT)]),
      sceneOf('16:9', { layout: 'number' }, [caption(CAPTION_TEXT)]),
    ]);
    for (let frame = 0; frame < 50; frame++) one.draw(frame);
    expect(pixels(one, 50).equals(pixels(other, 50))).toBe(true);
  });
});

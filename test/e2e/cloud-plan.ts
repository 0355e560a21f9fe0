/** What the language model of the test answers: a plan of three scenes, and what they look like. */
const SCENES = [
  {
    id: 's1',
    role: 'hook',
    narration: 'Before the city wakes, one window in Lisbon is already warm.',
    headline: 'A warm window',
    keywords: ['window', 'bakery'],
  },
  {
    id: 's2',
    role: 'development',
    narration: 'Flour, water and patience become bread by seven.',
    headline: 'Bread by seven',
    keywords: ['bread', 'flour'],
  },
  {
    id: 's3',
    role: 'close',
    narration: 'Come by this Saturday and bring somebody you love.',
    headline: 'This Saturday',
    keywords: ['calendar', 'heart'],
  },
] as const;

const PALETTE = {
  background: '#fff4e3',
  backgroundAlt: '#ffe4c4',
  primary: '#9a3412',
  accent: '#1b7f6b',
  text: '#2b1a12',
  onPrimary: '#ffffff',
};

export const PLAN = {
  script: { title: 'The warm window', language: 'en', mood: 'warm', scenes: SCENES },
  shots: SCENES.map(({ id, headline }) => ({
    sceneId: id,
    purpose: 'Show it',
    picture: `A bakery in Lisbon at dawn: ${headline}`,
    camera: 'push-in',
    layout: 'hero',
    share: id === 's1' ? 0.34 : 0.33,
  })),
  consistency: { style: 'warm film grain', lighting: 'dawn', character: 'a baker in white' },
};

export const VISUALS = {
  palette: PALETTE,
  scenes: SCENES.map(({ id, headline }, index) => ({
    sceneId: id,
    prompt: `A bakery in Lisbon at dawn: ${headline}`,
    graphics: {
      layout: 'hero',
      camera: 'push-in',
      headline,
      kicker: '',
      items: [],
      figure: '',
      icons: ['bread'],
      palette: PALETTE,
      position: index === 0 ? 'first' : index === 2 ? 'last' : 'middle',
    },
  })),
};

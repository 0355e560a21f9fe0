import { seededRandom } from '#libs/kernel';
import type { Mood, Palette } from '#libs/providers/ports';

const LIGHT = '#ffffff';

const palette = (
  background: string,
  backgroundAlt: string,
  primary: string,
  accent: string,
  text: string,
  onPrimary: string = LIGHT,
): Palette => ({ background, backgroundAlt, primary, accent, text, onPrimary });

/** Ground, second ground, primary, accent, text, text on primary. */
export const PALETTES: Record<Mood, readonly Palette[]> = {
  upbeat: [
    palette('#0f1f4b', '#1b3272', '#4a63f0', '#ffc233', LIGHT),
    palette('#fff7e0', '#ffe9b3', '#d63f1f', '#0f8f8a', '#2a1606'),
    palette('#2a0f45', '#45176b', '#d6337f', '#ffd84d', '#fff6fc'),
    palette('#e6fbff', '#c4f1fb', '#0b6f8a', '#ff6b3d', '#06303c'),
    palette('#0d3b2e', '#14563f', '#1b7a50', '#ffd166', '#f2fff8'),
    palette('#fff0ec', '#ffd9cf', '#c8372d', '#2a6fb0', '#331012'),
    palette('#eef1ff', '#d6dcff', '#4338ca', '#e8590c', '#17124a'),
    palette('#10131c', '#232a3d', '#c2410c', '#7dd3fc', '#f6f8ff'),
  ],
  warm: [
    palette('#fff3e2', '#ffe2c2', '#c7441d', '#1b7f6b', '#2d1a10'),
    palette('#3a1a14', '#5a2a1c', '#c04a27', '#ffcf6e', '#fff4e8'),
    palette('#fdf0ea', '#f9d9cd', '#b23a55', '#d98310', '#331320'),
    palette('#2e2013', '#4a341d', '#c9761a', '#ffe08a', '#fff8ec', '#1f1206'),
    palette('#f4f7e8', '#e2eac6', '#56702a', '#c9572b', '#222b10'),
    palette('#2a1a2e', '#44294a', '#9a4a8f', '#ffc48a', '#fff5fb'),
  ],
  calm: [
    palette('#e8f6f1', '#cdebe1', '#1a7462', '#f08a5d', '#0d2e27'),
    palette('#0f2a33', '#17404c', '#22808c', '#f6d186', '#f0fbfc'),
    palette('#eef2fb', '#d7e1f7', '#3d5aa8', '#e2894f', '#141f3d'),
    palette('#1c2440', '#2b3663', '#5b6fc4', '#9fe3d0', '#f4f6ff'),
  ],
  dramatic: [
    palette('#14090c', '#3a0d16', '#c4203a', '#ffb84d', '#fff3f0'),
    palette('#0b0f1a', '#1a2440', '#3355d8', '#ff5c5c', '#f5f7ff'),
    palette('#120d1f', '#2c1650', '#7a3ff0', '#ffcf4a', '#f8f4ff'),
  ],
  playful: [
    palette('#fff0f6', '#ffd6e8', '#d02a74', '#1b8fa6', '#3a0a22'),
    palette('#e9fbe8', '#c8f3c9', '#1a7a3c', '#ff7a45', '#0b2e16'),
    palette('#22124d', '#3a1f7d', '#7a4cf0', '#5ff0c0', '#fbf8ff'),
    palette('#fff9d9', '#ffefa0', '#7337d6', '#e8453c', '#23123f'),
  ],
  serious: [
    palette('#0e1a2b', '#182c47', '#2f6fb5', '#f2b84b', '#f4f8fd'),
    palette('#f2f5f9', '#dbe4ef', '#1f4f8a', '#c9632a', '#101d2e'),
    palette('#161b1f', '#283239', '#2d7f7a', '#e8c268', '#f5f8f8'),
  ],
  inspiring: [
    palette('#1a1140', '#3b1d6e', '#7b4bea', '#ffb347', '#fbf7ff'),
    palette('#062a3a', '#0a4a5e', '#0c7a90', '#ffd166', '#f0fbff'),
    palette('#fff4ec', '#ffdcc7', '#c2413a', '#2f6fae', '#2b1310'),
    palette('#20102e', '#3c1a44', '#a8327e', '#f7b267', '#fff6fb'),
    palette('#eaf4ff', '#cfe4ff', '#2557c7', '#e8663d', '#0d1d42'),
  ],
};

/** The film's colours: by its mood, and among those by the seed and the title, so that two films of one mood differ. */
export const choosePalette = (mood: Mood, seed: number, title: string): Palette =>
  seededRandom(seed, `visuals.palette:${title}`).pick(PALETTES[mood]);

/** A scene's own shade of the film's palette: every other scene has the grounds the other way round. */
export const shadeFor = (film: Palette, scene: number): Palette =>
  scene % 2 === 0 ? film : { ...film, background: film.backgroundAlt, backgroundAlt: film.background };

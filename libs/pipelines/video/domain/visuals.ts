import { z } from 'zod';
import { CAMERA_MOVES, LAYOUTS } from '#libs/providers/ports';

const Colour = z.string().regex(/^#[0-9a-f]{6}$/, { error: 'must be a colour such as #1a2b3c' });

export const PaletteSchema = z.object({
  background: Colour,
  backgroundAlt: Colour,
  primary: Colour,
  accent: Colour,
  text: Colour,
  onPrimary: Colour,
});

/** Everything that the renderer needs for one scene, except its timing. */
export const SceneVisualSchema = z.object({
  sceneId: z.string(),
  /** For providers that paint from words. */
  prompt: z.string(),
  graphics: z.object({
    layout: z.enum(LAYOUTS),
    camera: z.enum(CAMERA_MOVES),
    headline: z.string(),
    kicker: z.string(),
    items: z.array(z.string()),
    itemIcons: z.array(z.string()).optional(),
    figure: z.string(),
    place: z
      .object({
        name: z.string().max(60),
        country: z.string().regex(/^[A-Z]{2}$/, { error: 'must be a country code such as PT' }),
        at: z.array(z.number()).length(2).optional(),
      })
      .optional(),
    icons: z.array(z.string()),
    palette: PaletteSchema,
    position: z.enum(['first', 'middle', 'last', 'only']),
  }),
});
export type SceneVisual = z.output<typeof SceneVisualSchema>;

export const VisualPlanSchema = z.object({
  palette: PaletteSchema,
  scenes: z.array(SceneVisualSchema).min(1),
});
export type VisualPlan = z.output<typeof VisualPlanSchema>;

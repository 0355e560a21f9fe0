import { z } from 'zod';
import { CAMERA_MOVES, LAYOUTS, MOODS } from '#libs/providers/ports';

/** Untrusted text made safe to work with: control characters and markup gone, white space folded, language known. */
export const SanitizedBriefSchema = z.object({
  text: z.string().min(1),
  /** ISO 639-1, e.g. `en`. */
  language: z.string().length(2),
  /** What was taken out, for the record ("2 HTML tags removed"). */
  notes: z.array(z.string()),
});
export type SanitizedBrief = z.output<typeof SanitizedBriefSchema>;

export const SceneScriptSchema = z.object({
  /** `s1`, `s2`, … in order. */
  id: z.string().regex(/^s\d+$/),
  role: z.enum(['hook', 'development', 'close']),
  /** What the narrator says: whole sentences, in the brief's language, no markup. */
  narration: z.string().min(1).max(600),
  /** Short on-screen words, at most about 40 characters. */
  headline: z.string().min(1).max(60),
  /** Lower-case words that the picture should show, the most telling first, in English wherever known. */
  keywords: z.array(z.string()).min(1).max(12),
});
export type SceneScript = z.output<typeof SceneScriptSchema>;

export const ScriptSchema = z.object({
  title: z.string().min(1).max(80),
  language: z.string().length(2),
  mood: z.enum(MOODS),
  scenes: z.array(SceneScriptSchema).min(1).max(60),
});
export type Script = z.output<typeof ScriptSchema>;

/** One shot a scene: what is to be seen, and how it moves. */
export const ShotSchema = z.object({
  sceneId: z.string(),
  purpose: z.string(),
  /** The picture in words, for providers that paint from a prompt. */
  picture: z.string(),
  camera: z.enum(CAMERA_MOVES),
  layout: z.enum(LAYOUTS),
  /** Share of the film's length that the scene is meant to take, 0 to 1; all of them add up to 1. */
  share: z.number().positive().max(1),
});
export type Shot = z.output<typeof ShotSchema>;

export const CreativePlanSchema = z.object({
  script: ScriptSchema,
  shots: z.array(ShotSchema).min(1),
  /** What must look alike in every scene: style, lighting, character. */
  consistency: z.object({
    style: z.string().max(500),
    lighting: z.string().max(500),
    character: z.string().max(500),
  }),
});
export type CreativePlan = z.output<typeof CreativePlanSchema>;

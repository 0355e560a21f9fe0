import type { Layout, Mood } from '#libs/providers/ports';
import type { CreativePlan, SanitizedBrief } from '../../domain/index.js';
import { planVisuals } from './plan-visuals.js';

/** What a spec has to say of a scene; the rest is made up. */
export interface SceneIdea {
  headline?: string;
  narration: string;
  keywords?: string[];
  layout?: Layout;
}

export function planOf(
  ideas: SceneIdea[],
  { language = 'en', mood = 'warm' as Mood, title = 'A film' } = {},
): CreativePlan {
  return {
    script: {
      title,
      language,
      mood,
      scenes: ideas.map(({ headline = 'Here it is', narration, keywords = ['thing'] }, index) => ({
        id: `s${index + 1}`,
        role: 'development',
        narration,
        headline,
        keywords,
      })),
    },
    shots: ideas.map(({ layout = 'hero' }, index) => ({
      sceneId: `s${index + 1}`,
      purpose: 'show it',
      picture: 'A picture',
      camera: 'drift',
      layout,
      share: 1 / ideas.length,
    })),
    consistency: { style: 'flat', lighting: 'soft', character: 'a baker' },
  };
}

export const briefOf = (plan: CreativePlan): SanitizedBrief => ({
  text: plan.script.scenes.map(({ narration }) => narration).join(' '),
  language: plan.script.language,
  notes: [],
});

/** The pictures that are planned for the scenes. */
export const visualsOf = (ideas: SceneIdea[], options: Parameters<typeof planOf>[1] = {}, seed = 1) => {
  const plan = planOf(ideas, options);
  return planVisuals(plan, briefOf(plan), seed).scenes.map(({ graphics }) => graphics);
};

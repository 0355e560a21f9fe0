import type { Evidence, SemanticReport, TechnicalReport } from './quality.js';
import { TECHNICAL_PASS } from './scoring.js';

/** So often a film's scenes are made again before somebody has to look at it. */
export const MAX_REPAIRS = 2;

/** What another take of a scene can put right: the picture. Sound, length and the file as a whole are made elsewhere. */
const OF_THE_PICTURE = new Set(['black', 'frozen']);
const CRITERIA_OF_THE_PICTURE = new Set(['style_coherence', 'visual_quality']);

/**
 * The scenes that a film's reports find wanting, by their place in the film. None where it has a defect that new pictures would
 * not heal: then making them again would cost money for nothing.
 */
export function scenesToRepair(
  { technical, semantic }: { technical: TechnicalReport; semantic: SemanticReport },
  sceneIds: readonly string[],
): number[] {
  const failed = technical.checks.filter(({ passed }) => !passed);
  const picture = failed.filter(({ check }) => OF_THE_PICTURE.has(check));
  const incurable = picture.length < failed.length || picture.some(({ scene }) => scene === undefined);
  if (technical.score < TECHNICAL_PASS && incurable) return [];
  const judged = semantic.criteria
    .filter(({ name }) => CRITERIA_OF_THE_PICTURE.has(name))
    .flatMap(({ evidence }) => evidence.filter(({ passed }) => !passed));
  const named = new Set([...picture, ...judged].map(({ scene }: Evidence) => scene));
  return sceneIds.flatMap((id, index) => (named.has(id) ? [index] : []));
}

import { z } from 'zod';
import { parseFields, ValidationError, type FieldError } from '#libs/kernel';
import { undrawableScript } from './admission.js';
import { cleanText } from './cleaning.js';
import { CreativePlanSchema } from './script.js';
import { VisualPlanSchema } from './visuals.js';

/** What a film is made from: the script with its shots, and what is to be seen. */
export const VideoManifestSchema = z.strictObject({ plan: CreativePlanSchema, visuals: VisualPlanSchema });
export type VideoManifest = z.output<typeof VideoManifestSchema>;

/** Shares are rounded by whoever writes them. */
const SHARE_TOLERANCE = 0.02;

/**
 * A manifest that a person has written: every field right by itself, and all of them together.
 * @param root what the fields' names begin with
 * @throws ValidationError naming every wrong field
 */
export function checkVideoManifest(value: unknown, root = 'manifest'): VideoManifest {
  const manifest = parseFields(VideoManifestSchema, value, root);
  const errors = [
    ...unknownFields(value, manifest, root),
    ...sceneErrors(manifest, root),
    ...shotErrors(manifest, root),
    ...textErrors(manifest, root),
  ];
  if (errors.length > 0) throw new ValidationError(errors);
  return manifest;
}

/** What the schemas would pass over in silence: a name that was mistyped, say. */
function unknownFields(given: unknown, known: unknown, path: string): FieldError[] {
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (typeof known !== 'object' || known === null || !Object.hasOwn(known, key))
      return [{ path: at, message: 'is not a known field; remove it' }];
    return unknownFields(value, (known as Record<string, unknown>)[key], at);
  });
}

/** Scenes have names of their own, and pictures in the order of the script. */
function sceneErrors({ plan, visuals }: VideoManifest, root: string): FieldError[] {
  const ids = plan.script.scenes.map(({ id }) => id);
  const repeated = ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ path: `${root}.plan.script.scenes.${index}.id`, message: `${id} is another scene already` }],
  );
  const misplaced = visuals.scenes.flatMap(({ sceneId }, index) => {
    const message =
      ids[index] === undefined
        ? 'belongs to no scene of the script; remove this entry'
        : `must be ${ids[index]}: one entry a scene, in the order of the script`;
    return sceneId === ids[index] ? [] : [{ path: `${root}.visuals.scenes.${index}.sceneId`, message }];
  });
  const missing = ids.slice(visuals.scenes.length).map((id) => ({
    path: `${root}.visuals.scenes`,
    message: `has no entry for the scene ${id}`,
  }));
  return [...repeated, ...misplaced, ...missing];
}

function shotErrors({ plan: { script, shots } }: VideoManifest, root: string): FieldError[] {
  const ids = script.scenes.map(({ id }) => id);
  const shown = shots.map(({ sceneId }) => sceneId);
  const wrong = shown.flatMap((id, index) => {
    const path = `${root}.plan.shots.${index}.sceneId`;
    if (!ids.includes(id)) return [{ path, message: `must be a scene of the script: ${ids.join(', ')}` }];
    return shown.indexOf(id) === index ? [] : [{ path, message: `${id} has a shot already` }];
  });
  const missing = ids
    .filter((id) => !shown.includes(id))
    .map((id) => ({ path: `${root}.plan.shots`, message: `has no shot for the scene ${id}` }));
  const total = shots.reduce((sum, { share }) => sum + share, 0);
  const sum = `has shares that add up to ${Number(total.toFixed(3))}; they must add up to 1`;
  const uneven = Math.abs(total - 1) > SHARE_TOLERANCE ? [{ path: `${root}.plan.shots`, message: sum }] : [];
  return [...wrong, ...missing, ...uneven];
}

/** What is spoken or drawn has to be plain text in letters that there are fonts for, like a brief. */
function textErrors({ plan: { script }, visuals }: VideoManifest, root: string): FieldError[] {
  const scenes = `${root}.plan.script.scenes`;
  const drawn = `${root}.visuals.scenes`;
  const texts: [path: string, text: string][] = [
    [`${root}.plan.script.title`, script.title],
    ...script.scenes.flatMap(({ narration, headline }, index): [string, string][] => [
      [`${scenes}.${index}.narration`, narration],
      [`${scenes}.${index}.headline`, headline],
    ]),
    ...visuals.scenes.flatMap(({ graphics: { headline, kicker, figure, items } }, index) => {
      const at = `${drawn}.${index}.graphics`;
      const lines = items.map((item, number): [string, string] => [`${at}.items.${number}`, item]);
      return [[`${at}.headline`, headline], [`${at}.kicker`, kicker], [`${at}.figure`, figure], ...lines] as [
        string,
        string,
      ][];
    }),
  ];
  return texts.flatMap(([path, text]) => {
    const plain = cleanText(text).text;
    if (plain !== text.trim().normalize('NFC'))
      return [{ path, message: `must be plain text without markup or invisible characters: “${plain}”` }];
    const script = undrawableScript(text);
    return script === undefined
      ? []
      : [{ path, message: `uses ${script} script, which no installed font can draw` }];
  });
}

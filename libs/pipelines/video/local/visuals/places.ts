import type { Layout } from '#libs/providers/ports';
import type { SceneScript, SceneVisual, Script } from '../../domain/index.js';
import { mentionsIn, type Mention } from '../places/index.js';
import { sentencesOf } from './copy-lines.js';
import { wordsOf } from './words.js';

/** Layouts whose picture is there to set a mood; the others show what the words count or list. */
const GIVE_WAY: ReadonlySet<Layout> = new Set(['hero', 'split', 'stack', 'map']);
const MOST_ICONS = 4;

interface Candidate {
  scene: number;
  mention: Mention;
}

/**
 * Shows each place that the film speaks of once on a map, in the scene that is most about it, and gives the other scenes
 * that name a country its flag. A place that a film only names in passing gets a map where no opening picture has to go for it.
 */
export function withPlaces(scenes: readonly SceneVisual[], script: Script): SceneVisual[] {
  const mentions = script.scenes.map((scene) => placesOf(scene, script));
  const maps = chooseMaps(scenes, mentions);
  return scenes.map((scene, position) => {
    const map = maps.get(position);
    if (map) return onMap(scene, map);
    // A map that nobody can draw is a picture without one.
    const plain = scene.graphics.layout === 'map' ? 'hero' : scene.graphics.layout;
    const country = mentions[position]?.find(({ at }) => at === undefined)?.country;
    const icons = country === undefined ? scene.graphics.icons : withFlag(scene.graphics.icons, country);
    return { ...scene, graphics: { ...scene.graphics, layout: plain, icons } };
  });
}

/** The places of a scene. One that its headline or the film's title names is what it is about. */
function placesOf({ narration, headline }: SceneScript, { title, language }: Script): Mention[] {
  const named = ` ${wordsOf(`${title} ${headline}`).join(' ')} `;
  const isTitled = (name: string): boolean => named.includes(` ${wordsOf(name).join(' ')} `);
  const found = sentencesOf(narration)
    .flatMap((sentence) => mentionsIn(sentence, language, isTitled))
    .map((mention) => ({ ...mention, topic: mention.topic || isTitled(mention.name) }));
  // "Lisbon, Portugal" is one place: the city.
  return found.filter(
    ({ at, country }) => at !== undefined || !found.some((other) => other.at && other.country === country),
  );
}

const keyOf = ({ country, at }: Mention): string => `${country} ${at?.join() ?? ''}`;

/** Which place each scene's map shows, by scene position. */
function chooseMaps(scenes: readonly SceneVisual[], mentions: readonly Mention[][]): Map<number, Mention> {
  const candidates = mentions.flatMap((found, scene): Candidate[] => {
    if (!GIVE_WAY.has(scenes[scene]?.graphics.layout ?? 'hero')) return [];
    // The last one is where a journey leads.
    const mention = found.findLast(({ topic }) => topic) ?? found.at(-1);
    return mention && (mention.topic || scene > 0) ? [{ scene, mention }] : [];
  });
  const maps = new Map<number, Mention>();
  const shown = new Set<string>();
  for (const { scene, mention } of candidates.toSorted(
    (a, b) => Number(b.mention.topic) - Number(a.mention.topic),
  )) {
    if (shown.has(keyOf(mention))) continue;
    shown.add(keyOf(mention));
    maps.set(scene, mention);
  }
  return maps;
}

const onMap = (scene: SceneVisual, { name, country, at }: Mention): SceneVisual => ({
  ...scene,
  graphics: {
    ...scene.graphics,
    layout: 'map',
    place: { name, country, ...(at && { at: [...at] }) },
  },
});

/** The flag behind the main picture. */
function withFlag([main, ...others]: readonly string[], country: string): string[] {
  const flag = `flag-${country.toLowerCase()}`;
  return main === undefined ? [flag] : [main, flag, ...others].slice(0, MOST_ICONS);
}

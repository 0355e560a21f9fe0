import type { JsonObject, JsonValue } from '#libs/kernel';
import { headOf, type PipelineGraph } from './pipeline-graph.js';
import type { ManifestPlace } from './pipeline.js';

/** The outputs of stages by name. */
export type StageOutputs = ReadonlyMap<string, JsonObject>;

export const manifestStages = ({ gate, sections }: ManifestPlace): string[] => [
  ...new Set([gate, ...Object.values(sections).map(headOf)]),
];

/** @returns null where a stage has not written its part yet */
export function composeManifest({ sections }: ManifestPlace, outputs: StageOutputs): JsonObject | null {
  const manifest: JsonObject = {};
  for (const [name, path] of Object.entries(sections)) {
    const [stage, ...keys] = path.split('.') as [string, ...string[]];
    const part = keys.reduce<JsonValue | undefined>(
      (at, key) => (at as JsonObject | undefined)?.[key],
      outputs.get(stage),
    );
    if (part === undefined) return null;
    manifest[name] = part;
  }
  return manifest;
}

/** The outputs with the manifest's parts in their places; those that hold none of it are left out. */
export function outputsWith(
  { sections }: ManifestPlace,
  outputs: StageOutputs,
  manifest: JsonObject,
): Map<string, JsonObject> {
  const changed = new Map<string, JsonObject>();
  for (const [name, path] of Object.entries(sections)) {
    const [stage, ...keys] = path.split('.') as [string, ...string[]];
    const output = changed.get(stage) ?? outputs.get(stage);
    changed.set(stage, replaced(output, keys, manifest[name] as JsonObject) as JsonObject);
  }
  return changed;
}

function replaced(at: JsonValue | undefined, [key, ...rest]: string[], part: JsonValue): JsonValue {
  if (key === undefined) return part;
  const object = (at ?? {}) as JsonObject;
  return { ...object, [key]: replaced(object[key], rest, part) };
}

/**
 * Nothing may have begun to carry out a plan that can still be changed.
 * @throws Error naming the track, the stage and what is wrong with it
 */
export function assertManifest(graph: PipelineGraph, place: ManifestPlace): void {
  const wrong = (what: string) => new Error(`${graph.label}: ${what}`);
  const gate = graph.get(place.gate);
  if (gate.approval === undefined) throw wrong(`the manifest waits at ${gate.name}, which asks nobody`);
  for (const stage of manifestStages(place).map((name) => graph.get(name))) {
    if (stage.forEach !== undefined) throw wrong(`the manifest has a part of ${stage.name}, which fans out`);
    if (stage === gate) continue;
    if (!graph.comesAfter(gate, stage.name))
      throw wrong(`the manifest has a part of ${stage.name}, which does not come before ${gate.name}`);
    if (graph.fanOutsFrom(stage.name).length > 0)
      throw wrong(`the manifest has a part of ${stage.name}, whose list is counted before it can be changed`);
    const early = stage.dependents.find(
      (name) => name !== gate.name && !graph.comesAfter(graph.get(name), gate.name),
    );
    if (early !== undefined)
      throw wrong(`${early} reads the manifest of ${stage.name}, but does not wait for ${gate.name}`);
  }
}

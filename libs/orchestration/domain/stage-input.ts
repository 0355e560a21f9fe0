import { AppError, type JsonObject, type JsonValue } from '#libs/kernel';
import { headOf, type GraphStage } from './pipeline-graph.js';

/** What the paths of a stage's input can point at. */
export interface InputSources {
  job: JsonObject;
  /** Output of each earlier stage by name; of a fan-out, the list of outputs in item order. */
  outputs: Map<string, JsonValue>;
  provenance: JsonValue[];
}

/** The stages whose output is needed to build this stage's input. */
export function sourcesOf(stage: GraphStage): string[] {
  const heads = [...Object.values(stage.input), stage.forEach ?? '$job'].map(headOf);
  return [...new Set(heads.filter((head) => !head.startsWith('$')))];
}

/** Builds the input of one execution. @throws AppError `pipeline.missing_input` naming the path that leads nowhere */
export function resolveInput(stage: GraphStage, item: number | null, sources: InputSources): JsonObject {
  const element = item === null ? undefined : elementOf(stage, item, sources);
  return Object.fromEntries(
    Object.entries(stage.input).map(([field, path]) => [field, follow(path, sources, element)]),
  );
}

function elementOf(stage: GraphStage, item: number, sources: InputSources): JsonValue {
  const list = follow(stage.forEach as string, sources, undefined);
  const element = Array.isArray(list) ? list[item] : undefined;
  if (element === undefined) throw missing(`${stage.forEach}[${item}]`);
  return element;
}

function follow(path: string, sources: InputSources, element: JsonValue | undefined): JsonValue {
  const [head, ...rest] = path.split('.') as [string, ...string[]];
  const start = startOf(head, sources, element);
  const value = rest.reduce<JsonValue | undefined>(
    (at, key) => (at !== null && typeof at === 'object' && !Array.isArray(at) ? at[key] : undefined),
    start,
  );
  if (value === undefined) throw missing(path);
  return value;
}

function startOf(head: string, sources: InputSources, element: JsonValue | undefined): JsonValue | undefined {
  if (head === '$job') return sources.job;
  if (head === '$item') return element;
  if (head === '$provenance') return sources.provenance;
  return sources.outputs.get(head);
}

const missing = (path: string) => new AppError('pipeline.missing_input', `Nothing stands at ${path}`);

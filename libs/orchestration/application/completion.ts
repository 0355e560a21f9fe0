import { AppError, type JsonObject, type JsonValue } from '#libs/kernel';
import type { Completion } from '../domain/completion.js';
import type { StageResult } from '../domain/execution.js';
import type { GraphStage, PipelineGraph } from '../domain/pipeline-graph.js';
import { valueAt } from '../domain/value-at.js';

/** What the graph makes of a result: whom it wakes, how wide it fans out, which milestone it completes. */
export function completionOf(graph: PipelineGraph, stage: GraphStage, result: StageResult): Completion {
  return {
    output: result.output,
    provenance: result.provenance,
    costMicros: result.costMicros,
    artifacts: result.artifacts,
    scores: scoresOf(stage, result.output),
    fanOuts: graph.fanOutsFrom(stage.name).map((next) => ({
      stage: next.name,
      items: listLength(next.forEach as string, result.output),
    })),
    successors: stage.successors,
    chain: stage.chain,
    reaches: stage.reaches,
  };
}

function scoresOf(stage: GraphStage, output: JsonObject): Record<string, number> | null {
  if (stage.score === undefined) return null;
  const value = output[stage.score.field];
  if (typeof value !== 'number') {
    throw new AppError('pipeline.missing_score', `${stage.name} gave no number in ${stage.score.field}`);
  }
  return { [stage.score.name]: value };
}

function listLength(path: string, output: JsonObject): number {
  const list = path
    .split('.')
    .slice(1)
    .reduce<JsonValue | undefined>((at, key) => (at as JsonObject | undefined)?.[key], output);
  if (!Array.isArray(list) || list.length === 0) {
    throw new AppError('pipeline.empty_fan_out', `${path} must be a list with at least one element`);
  }
  return list.length;
}

export type GateVerdict =
  | { kind: 'pass' }
  /** `approval`: the job's input asks for a person; `output`: the output itself does. */
  | { kind: 'wait'; because: 'approval' | 'output' }
  | { kind: 'reject'; error: AppError }
  | { kind: 'repair'; from: string; items: number[] };

/** How the job goes on after this output. @param jobInput decides whether a person has to agree */
export function gateVerdict(stage: GraphStage, output: JsonObject, jobInput: JsonObject): GateVerdict {
  const verdict = verdictOf(stage, output);
  return verdict.kind === 'pass' && wantsApproval(stage, jobInput)
    ? { kind: 'wait', because: 'approval' }
    : verdict;
}

const wantsApproval = ({ approval }: GraphStage, jobInput: JsonObject): boolean =>
  approval !== undefined && valueAt(jobInput, approval) === true;

/** What the output itself says. */
export function verdictOf(stage: GraphStage, output: JsonObject): GateVerdict {
  if (stage.gate === undefined) return { kind: 'pass' };
  const value = String(output[stage.gate.field]);
  if (stage.gate.waitFor?.includes(value)) return { kind: 'wait', because: 'output' };
  const { repair } = stage.gate;
  if (repair?.on === value)
    return { kind: 'repair', from: repair.stage, items: output[repair.items] as number[] };
  if (!stage.gate.rejectOn?.includes(value)) return { kind: 'pass' };
  const reason = typeof output.reason === 'string' ? output.reason : `${stage.gate.field} is ${value}`;
  return { kind: 'reject', error: new AppError('job.rejected', reason) };
}

import type { AgentContext } from '#libs/agents';
import type { JsonValue } from '#libs/kernel';
import { qualityReportOf, type Deliverable, type Judgement } from './manifest.js';

/** Stores a value as readable JSON and adds it to the job's artifacts. */
export async function publishJson(
  name: string,
  value: JsonValue,
  context: AgentContext,
): Promise<Deliverable> {
  const blob = await context.blobs.putBytes(`${JSON.stringify(value, null, 2)}\n`, 'application/json');
  context.publish(name, blob);
  return { name, ...blob };
}

export const publishReport = (judgement: Judgement, context: AgentContext): Promise<Deliverable> =>
  publishJson('qa-report.json', qualityReportOf(judgement), context);

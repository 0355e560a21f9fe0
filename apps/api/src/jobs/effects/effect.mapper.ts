import type { EffectView } from '#libs/orchestration';
import type { EffectDto } from './effect.dto.js';

export const toEffectDto = (effect: EffectView): EffectDto => ({
  id: effect.id,
  stage: effect.stage,
  item: effect.item,
  key: effect.key,
  attempt: effect.attempt,
  provider: effect.provider,
  operation: effect.operation,
  state: effect.state,
  outcome: effect.outcome,
  externalId: effect.externalId,
  estimatedMicros: effect.estimatedMicros,
  costMicros: effect.costMicros,
  needsPerson: effect.needsPerson,
  error: effect.error,
  createdAt: effect.createdAt.toISOString(),
  resolvedAt: effect.resolvedAt?.toISOString() ?? null,
});

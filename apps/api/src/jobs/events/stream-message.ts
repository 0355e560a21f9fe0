import type { FeedItem } from '#libs/orchestration';
import { toStageDto } from '../job.mapper.js';

/** What a stream tells, by whichever protocol. Only numbered messages are worth resuming from. */
export interface StreamMessage {
  /** The event's number in its job; progress has none. */
  id?: number;
  event: string;
  data: object;
}

export function toMessage(item: FeedItem): StreamMessage {
  if ('progress' in item) {
    const { progress, stages } = item.progress;
    return { event: 'progress', data: { progress, stages: stages.map(toStageDto) } };
  }
  const { seq, type, at, data } = item.event;
  return { id: seq, event: type, data: { at, ...data } };
}

import { collectDefaultMetrics, Counter, Gauge, Histogram, register, type Registry } from 'prom-client';

/** Times one kind of work. Labels must have few values: a route's template, never a URL; a stage's name, never an id. */
function histogram<L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[],
  buckets: number[],
) {
  return new Histogram({ name, help, labelNames, buckets });
}

const httpSeconds = histogram(
  'http_request_duration_seconds',
  'Time from the request to the end of the answer, by route template.',
  ['method', 'route', 'status'],
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
);
const stageSeconds = histogram(
  'stage_duration_seconds',
  'Time of one execution of a stage, waiting in the queue not counted.',
  ['pipeline', 'stage', 'outcome'],
  [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 600],
);
const agentSeconds = histogram(
  'agent_duration_seconds',
  'Time of one run of an agent.',
  ['agent', 'outcome'],
  [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 600],
);

const providerCalls = new Counter({
  name: 'provider_calls_total',
  help: 'Paid calls by provider and outcome: answered, refused, unanswered, or not called because the breaker is open.',
  labelNames: ['provider', 'outcome'],
});

export const countProviderCall = (
  provider: string,
  outcome: 'answered' | 'refused' | 'unanswered' | 'not_called',
): void => providerCalls.inc({ provider, outcome });

const cacheRequests = new Counter({
  name: 'cache_requests_total',
  help: 'What was asked of the cache: found, missed, got from somebody who was making it, or without an answer from Redis.',
  labelNames: ['kind', 'result'],
});

export const countCacheRequest = (kind: string, result: 'hit' | 'miss' | 'shared' | 'unavailable'): void =>
  cacheRequests.inc({ kind, result });

const cacheSeconds = histogram(
  'cache_access_duration_seconds',
  'Time of one round trip of the cache to Redis, answered or not.',
  ['operation'],
  [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
);

export const observeCacheAccess = (operation: string, seconds: number): void =>
  cacheSeconds.observe({ operation }, seconds);

const openStreams = new Gauge({
  name: 'http_event_streams_open',
  help: 'Clients that follow events right now.',
});

/** Counts a stream as open until what is returned is called. */
export function streamOpened(): () => void {
  openStreams.inc();
  return () => openStreams.dec();
}

export const observeHttp = (labels: { method: string; route: string; status: number }, seconds: number) =>
  httpSeconds.observe(labels, seconds);

export const observeStage = (
  labels: { pipeline: string; stage: string; outcome: string },
  seconds: number,
): void => stageSeconds.observe(labels, seconds);

export const observeAgent = (labels: { agent: string; outcome: string }, seconds: number): void =>
  agentSeconds.observe(labels, seconds);

/** A gauge that is read when it is asked for. The reader that was registered last counts; one that fails reports nothing. */
function gaugeOf<L extends string>(name: string, help: string, label: L) {
  const readers = new Map<string, () => Promise<Record<string, number>> | Record<string, number>>();
  new Gauge({
    name,
    help,
    labelNames: [label, 'state'],
    async collect() {
      this.reset();
      await Promise.all(
        [...readers].map(async ([of, read]) => {
          const values = await Promise.resolve()
            .then(read)
            .catch(() => ({}));
          for (const [state, value] of Object.entries(values)) {
            this.set({ [label]: of, state } as Record<L | 'state', string>, value);
          }
        }),
      );
    },
  });
  return (of: string, read: () => Promise<Record<string, number>> | Record<string, number>): void => {
    readers.set(of, read);
  };
}

const breakers = gaugeOf(
  'provider_breaker_open',
  'Whether the circuit breaker of a provider is open.',
  'provider',
);

/** Shows a provider's breaker: 1 while it is open. */
export const trackBreaker = (provider: string, isOpen: () => boolean): void =>
  breakers(provider, () => ({ open: isOpen() ? 1 : 0 }));

/** Messages in a queue, by state (waiting, active, delayed, failed). */
export const trackQueue = gaugeOf('queue_messages', 'Messages in the queue, by state.', 'queue');

/** Connections of a pool, by state (in use, idle, waiting for one). */
export const trackPool = gaugeOf('database_pool_connections', 'Connections of the pool, by state.', 'pool');

/** A gauge by labels, read when it is asked for; a reader that fails reports nothing. */
function labelledGauge<L extends string>(name: string, help: string, labelNames: readonly L[]) {
  return (read: () => Promise<[Partial<Record<L, string>>, number][]>): void => {
    register.removeSingleMetric(name);
    new Gauge({
      name,
      help,
      labelNames,
      async collect() {
        this.reset();
        for (const [labels, value] of await read().catch(() => []))
          this.set(labels as Record<L, string>, value);
      },
    });
  };
}

/** How long the oldest stage that could run has been waiting for a worker. */
export const trackOldestReady = labelledGauge(
  'oldest_ready_stage_seconds',
  'For how long a stage that is ready has been waiting to be taken, by queue.',
  ['queue'],
);

/** How long the oldest message has been waiting for the relay. */
export const trackOutbox = labelledGauge(
  'outbox_oldest_seconds',
  'Age of the oldest message that has not reached the queue.',
  [],
);

/** How long the oldest event has been waiting to reach who wants it. */
export const trackWebhooks = labelledGauge(
  'webhook_oldest_undelivered_seconds',
  'Age of the oldest event that its log still holds back (step publish), or that a receiver has not taken yet (step deliver).',
  ['step'],
);

/** How far completed jobs' costs lay from the middle of their estimates, as a share of it, on average over a day. */
export const trackEstimateError = labelledGauge(
  'job_cost_estimate_error_ratio',
  'Mean distance of what completed jobs cost from the middle of their estimates, as a share of it, over the last 24 hours.',
  ['pipeline'],
);

const budgetAlerts = new Counter({
  name: 'budget_alerts_total',
  help: 'Budgets that were used up to 80 % of their limit, by whose they are and for which period.',
  labelNames: ['scope', 'period'],
});

/** A budget has been used up to 80 %. */
export const countBudgetAlert = (scope: string, period: string): void => budgetAlerts.inc({ scope, period });

const webhookSeconds = histogram(
  'webhook_delivery_seconds',
  'Time of one attempt to deliver a webhook, by what came of it.',
  ['outcome'],
  [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30],
);

/** An attempt to deliver a webhook has ended. */
export const countWebhook = (outcome: 'delivered' | 'refused' | 'unreachable', seconds: number): void =>
  webhookSeconds.observe({ outcome }, seconds);

/** Memory, event-loop delay, garbage collection, handles; collected once however often it is asked for. */
export function collectProcessMetrics(): void {
  if (!register.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics();
}

/** All of this process's metrics. */
export const metricsRegistry: Registry = register;

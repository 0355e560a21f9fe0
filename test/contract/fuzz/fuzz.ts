import fc from 'fast-check';
import type { OpenApiDocument } from '../openapi-types.js';
import { type Answer, Judge } from './judge.js';
import { type FuzzRequest, type KnownIds, requestsTo } from './requests.js';

export interface FuzzOptions {
  seed: number;
  /** Ends after so many requests. */
  requests: number;
  ids: KnownIds;
  send(request: FuzzRequest): Promise<Answer>;
}

export interface FuzzReport {
  requests: number;
  /** How many answers of each status. */
  statuses: Record<string, number>;
  /** The first of each kind, with what it takes to see it again. */
  faults: string[];
}

const AT_ONCE = 16;
/** Requests to one operation that are made together. */
const BATCH = 8;
/** A request counts as having taken so long at least, and at most, so that each operation gets many of them. */
const QUICK_MS = 10;
const LONG_MS = 60;

/** Signing in hashes a password each time, on purpose slowly: it gets its share of the time, no more. */
const SLOW = /^POST \/v1\/(auth|account)/;

/** An operation and what it has had so far. */
interface Share {
  name: string;
  arbitrary: fc.Arbitrary<FuzzRequest>;
  rounds: number;
  spentMs: number;
}

/**
 * Sends requests of all kinds to all operations, and holds each answer against the document. The operations share the time, not the
 * number of requests: a list of everything is asked for less often than a single thing.
 */
export async function fuzz(document: OpenApiDocument, options: FuzzOptions): Promise<FuzzReport> {
  const judge = new Judge(document);
  const shares: Share[] = [...requestsTo(document, options.ids)].map(([name, arbitrary]) => ({
    ...{ name, arbitrary },
    ...{ rounds: 0, spentMs: 0 },
  }));
  const report: FuzzReport = { requests: 0, statuses: {}, faults: [] };
  const kinds = new Set<string>();
  const waiting: { share: Share; request: FuzzRequest }[] = [];

  const ask = async (request: FuzzRequest): Promise<void> => {
    const answer = await options.send(request);
    report.statuses[answer.statusCode] = (report.statuses[answer.statusCode] ?? 0) + 1;
    const fault = judge.fault(request.operation, answer);
    if (fault === null || kinds.has(`${request.name} ${fault}`)) return;
    kinds.add(`${request.name} ${fault}`);
    const sent = [request.method, request.url, JSON.stringify(request.headers), request.body ?? ''].join(' ');
    report.faults.push(`${request.name}: ${fault}\n  ${sent.slice(0, 600)}\n  ${answer.body.slice(0, 400)}`);
  };
  const refill = (): void => {
    const share = shares.reduce((least, one) => (one.spentMs < least.spentMs ? one : least));
    const numRuns = SLOW.test(share.name) ? 1 : BATCH;
    // What is asked for now counts now, lest it is chosen again before the first answer.
    share.spentMs += numRuns * QUICK_MS;
    const requests = fc.sample(share.arbitrary, { seed: options.seed + share.rounds++, numRuns });
    waiting.push(...requests.map((request) => ({ share, request })));
  };
  const askOn = async (): Promise<void> => {
    while (report.requests < options.requests) {
      if (waiting.length === 0) refill();
      const { share, request } = waiting.shift()!;
      report.requests++;
      const begun = performance.now();
      await ask(request);
      const took = performance.now() - begun;
      share.spentMs += Math.max(QUICK_MS, SLOW.test(share.name) ? took : Math.min(took, LONG_MS)) - QUICK_MS;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  return report;
}

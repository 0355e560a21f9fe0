import fc from 'fast-check';
import type { OpenApiDocument } from '../openapi-types.js';
import { type Answer, Judge } from './judge.js';
import { type FuzzRequest, type KnownIds, requestsTo } from './requests.js';

export interface FuzzOptions {
  seed: number;
  /** Ends after so many requests, or so many milliseconds, whichever comes first. */
  requests: number;
  ms: number;
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

const AT_ONCE = 8;
/** Requests to one operation in a row: making them together is cheaper. */
const BATCH = 24;

/** Signing in hashes a password each time, on purpose slowly; it gets its share, no more. */
const SLOW = /^POST \/v1\/(auth|account)/;

/** Sends requests of all kinds to all operations, and holds each answer against the document. */
export async function fuzz(document: OpenApiDocument, options: FuzzOptions): Promise<FuzzReport> {
  const judge = new Judge(document);
  const arbitraries = [...requestsTo(document, options.ids)];
  const report: FuzzReport = { requests: 0, statuses: {}, faults: [] };
  const kinds = new Set<string>();
  const deadline = performance.now() + options.ms;
  const over = () => report.requests >= options.requests || performance.now() > deadline;
  const ask = async (request: FuzzRequest): Promise<void> => {
    report.requests++;
    const answer = await options.send(request);
    report.statuses[answer.statusCode] = (report.statuses[answer.statusCode] ?? 0) + 1;
    const fault = judge.fault(request.name, request.operation, answer);
    if (fault === null || kinds.has(`${request.name} ${fault}`)) return;
    kinds.add(`${request.name} ${fault}`);
    const sent = [request.method, request.url, JSON.stringify(request.headers), request.body ?? ''].join(' ');
    report.faults.push(`${request.name}: ${fault}\n  ${sent.slice(0, 600)}\n  ${answer.body.slice(0, 400)}`);
  };
  for (let round = 0; !over(); round++) {
    for (const [name, arbitrary] of arbitraries) {
      if (over()) break;
      const numRuns = SLOW.test(name) ? 1 : BATCH;
      const batch = fc.sample(arbitrary, { seed: options.seed + round, numRuns });
      while (batch.length > 0 && !over()) await Promise.all(batch.splice(0, AT_ONCE).map(ask));
    }
  }
  return report;
}

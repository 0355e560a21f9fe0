import { Injectable } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import { newId } from '#libs/kernel';
import { IdempotencyConfig } from '../idempotency.config.js';
import { inFlight, keyReused } from '../idempotency.errors.js';
import { type IdempotentRequest, StoredAnswer } from '../idempotent-request.js';
import { FIND_KEY, GIVE_BACK, STORE_ANSWER, SWEEP_KEYS, TAKE_KEY } from './idempotency.sql.js';

interface KeyRow {
  fingerprint: string;
  status: number | null;
  headers: Record<string, string> | null;
  body: string | null;
  lockedFor: number;
}

const SWEEP_BATCH = 1_000;

/** The requests that name themselves, and what they were answered. */
@Injectable()
export class IdempotencyKeys {
  constructor(
    private readonly database: Database,
    private readonly config: IdempotencyConfig,
  ) {}

  /**
   * What this request was answered before; null where it is new.
   * @throws AppError `idempotency.key_reused`, `idempotency.in_flight`
   */
  async answerOf(request: IdempotentRequest): Promise<StoredAnswer | null> {
    const [row] = await this.database.query<KeyRow>(FIND_KEY, at(request));
    if (row === undefined) return null;
    if (row.fingerprint !== request.fingerprint) throw keyReused();
    if (row.status === null) throw inFlight(row.lockedFor);
    return new StoredAnswer(row.status, row.headers ?? {}, row.body ?? '', true);
  }

  /**
   * Takes the key for a request that is new.
   * @returns who holds it now, or what the request was answered before
   * @throws AppError `idempotency.key_reused`, `idempotency.in_flight`
   */
  async begin(request: IdempotentRequest): Promise<string | StoredAnswer> {
    const { IDEMPOTENCY_LOCK_SECONDS: lock } = this.config;
    const params = [...at(request), request.fingerprint, newId(), lock, this.lifeSeconds];
    const [taken] = await this.database.query<{ holder: string }>(TAKE_KEY, params);
    if (taken !== undefined) return taken.holder;
    const answer = await this.answerOf(request);
    // Given back between the two looks: its sender may try again at once.
    if (answer === null) throw inFlight(1);
    return answer;
  }

  async complete(request: IdempotentRequest, holder: string, answer: StoredAnswer): Promise<void> {
    const { status, headers, body } = answer;
    await this.database.query(STORE_ANSWER, [...at(request), holder, status, JSON.stringify(headers), body]);
  }

  /** Nothing came of the request: it may be sent again, changed or not. */
  async giveBack(request: IdempotentRequest, holder: string): Promise<void> {
    await this.database.query(GIVE_BACK, [...at(request), holder]);
  }

  /** Forgets what has expired, of all tenants, a batch at a time. @returns how many */
  async sweep(): Promise<number> {
    for (let swept = 0; ;) {
      const expired = await acrossTenants(() => this.database.query(SWEEP_KEYS, [SWEEP_BATCH]));
      const batch = expired.length;
      swept += batch;
      if (batch < SWEEP_BATCH) return swept;
    }
  }

  /** How long a new key is kept. */
  get lifeSeconds(): number {
    return this.config.IDEMPOTENCY_TTL_HOURS * 3_600;
  }
}

const at = ({ tenantId, caller, route, key }: IdempotentRequest) => [tenantId, caller, route, key];

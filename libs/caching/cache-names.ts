import { createHash } from 'node:crypto';

export interface EntryAddress {
  /** The tenant's id: what one tenant stores, no other ever sees. */
  scope: string;
  /** What is stored, e.g. "script". Also a label of the metrics, so of few values. */
  kind: string;
  key: string;
}

/** The names in Redis. What comes from outside is hashed as JSON, so that no text can make one name look like another. */
export class CacheNames {
  readonly entries: string;
  readonly locks: string;

  constructor(private readonly prefix: string) {
    this.entries = `${prefix}:entry:`;
    this.locks = `${prefix}:lock:`;
  }

  idOf = ({ scope, kind, key }: EntryAddress): string => digest(scope, kind, key);
  entry = (id: string): string => this.entries + id;
  lock = (id: string): string => this.locks + id;
  tag = (scope: string, tag: string): string => `${this.prefix}:tag:${digest(scope, tag)}`;
  /** The tenant's remembered subjects: when each runs out, and what each says. */
  subjects = (scope: string): [expiry: string, content: string] => {
    const id = digest(scope);
    return [`${this.prefix}:subjects:${id}`, `${this.prefix}:markers:${id}`];
  };
}

export const digest = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

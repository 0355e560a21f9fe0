import { hash } from 'node:crypto';

export interface EntryAddress {
  /** The tenant's id: what one tenant stores, no other ever sees. */
  scope: string;
  /** What is stored, e.g. "script". Also a label of the metrics, so of few values. */
  kind: string;
  key: string;
}

/** The names in Redis: two things never have the same name, whatever texts they are called by. */
export class CacheNames {
  readonly entries: string;
  readonly locks: string;

  constructor(private readonly prefix: string) {
    this.entries = `${prefix}:entry:`;
    this.locks = `${prefix}:lock:`;
  }

  idOf({ scope, kind, key }: EntryAddress): string {
    return nameOf(scope, kind, key);
  }

  entry(id: string): string {
    return this.entries + id;
  }

  lock(id: string): string {
    return this.locks + id;
  }

  tag(scope: string, tag: string): string {
    return `${this.prefix}:tag:${nameOf(scope, tag)}`;
  }

  /** A tenant's counts of one day. */
  figures(scope: string, day: string): string {
    return `${this.prefix}:figures:${day}:${nameOf(scope)}`;
  }

  /** The tenant's remembered subjects: when each runs out, and what each says. */
  subjects(scope: string): [expiries: string, contents: string] {
    const id = nameOf(scope);
    return [`${this.prefix}:subjects:${id}`, `${this.prefix}:markers:${id}`];
  }
}

export const digest = (...parts: string[]): string => hash('sha256', JSON.stringify(parts), 'hex');

const PLAIN = /^[\w.-]{1,128}$/;

/** Plain parts stay readable for whoever looks into Redis; any other text is hashed, and `#` is no part of a plain one. */
const nameOf = (...parts: string[]): string =>
  parts.every((part) => PLAIN.test(part)) ? parts.join(':') : `#${digest(...parts)}`;

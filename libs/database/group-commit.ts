import { isRefusedStatement } from './errors.js';

interface Waiting<T, R> {
  item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** While one statement is in the database, this process works for the owners of the other. */
const IN_FLIGHT = 2;
const MAX_GROUP = 100;
/** How slowly the number of owners that was seen at once is forgotten, from group to group. */
const MEMORY = 0.98;

/**
 * Commits what different owners ask for in the same moment with one statement, so that fifty of them pay for one round trip and
 * one flush to disk. An owner stands in a group once at most: what it asks for next waits for the group to come back.
 */
export class GroupCommit<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private inFlight = 0;
  private itemsInFlight = 0;
  /** How many owners there are of late. */
  private owners = 0;
  private scheduled = false;

  /**
   * @param ownerOf whose rows an item changes
   * @param commit answers every item of a group, in order; each is committed when it returns
   * @param alone answers an item whose group was refused
   * @param statements how many may be under way at once
   */
  constructor(
    private readonly ownerOf: (item: T) => string,
    private readonly commit: (group: T[]) => Promise<R[]>,
    private readonly alone: (item: T) => Promise<R>,
    private readonly statements = IN_FLIGHT,
  ) {}

  add(item: T): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** Whatever else this turn of the event loop brings joins the group, also what the owners of the last group ask for next. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.start();
    });
  }

  private start(): void {
    while (this.waiting.length > 0 && this.inFlight < this.statements) void this.run(this.takeGroup());
  }

  private async run(group: Waiting<T, R>[]): Promise<void> {
    this.inFlight++;
    this.itemsInFlight += group.length;
    await this.commitTogether(group).catch((error: unknown) => {
      // One of them can't be done: the others must not suffer for it.
      if (isRefusedStatement(error)) {
        return Promise.all(group.map((entry) => this.alone(entry.item).then(entry.resolve, entry.reject)));
      }
      for (const { reject } of group) reject(error);
    });
    this.inFlight--;
    this.itemsInFlight -= group.length;
    this.schedule();
  }

  private async commitTogether(group: Waiting<T, R>[]): Promise<void> {
    const results = await this.commit(group.map(({ item }) => item));
    group.forEach(({ resolve }, index) => resolve(results[index] as R));
  }

  /**
   * No more than its share: were all owners in one group, database and process would wait for each other by turns. Sorted by owner:
   * all that lock several rows lock them in this order, so that none can wait for another in a circle.
   */
  private takeGroup(): Waiting<T, R>[] {
    this.owners = Math.max(this.waiting.length + this.itemsInFlight, this.owners * MEMORY);
    const share = Math.min(MAX_GROUP, Math.ceil(this.owners / this.statements));
    const group = new Map<string, Waiting<T, R>>();
    const later: Waiting<T, R>[] = [];
    for (const entry of this.waiting) {
      const owner = this.ownerOf(entry.item);
      if (group.size < share && !group.has(owner)) group.set(owner, entry);
      else later.push(entry);
    }
    this.waiting = later;
    return [...group].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }
}

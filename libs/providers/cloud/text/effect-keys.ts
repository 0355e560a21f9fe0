/** Names for the purchases of one stage: the same order of calls gives the same names, however often the stage runs. */
export class EffectKeys {
  private readonly counts = new Map<string, number>();

  next(task: string): string {
    const count = (this.counts.get(task) ?? 0) + 1;
    this.counts.set(task, count);
    return count === 1 ? task : `${task}.${count}`;
  }
}

import { AuthError } from '../../auth.errors.js';

/** More than wait here would be answered too late to be of use. */
const LONGEST_QUEUE = 100;

/** Lets few passwords be hashed at once, so that a flood of sign-ins takes neither all the memory nor all of libuv's threads. */
export class HashingQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly slots: number) {}

  /** @throws AuthError `auth.busy` */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.slots) this.running++;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= LONGEST_QUEUE) {
      throw new AuthError('auth.busy', 'Too many people sign in at this moment; try again soon', 1);
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}

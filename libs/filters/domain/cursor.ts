import { createHash } from 'node:crypto';

/** Where a page of a list has ended: the values that it is sorted by, and then the id. */
export type Position = (string | number)[];

/** A cursor is only good for the list that it was made for: the same sort and the same filter. */
export function cursorAt(list: readonly unknown[], position: Position): string {
  return Buffer.from(JSON.stringify([markOf(list), ...position])).toString('base64url');
}

/** @returns null where it is none of this list */
export function positionOf(list: readonly unknown[], cursor: string): Position | null {
  try {
    const [mark, ...position] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Position;
    return mark === markOf(list) ? position : null;
  } catch {
    return null;
  }
}

const markOf = (list: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 8);

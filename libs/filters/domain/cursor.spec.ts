import { cursorAt, positionOf } from './cursor.js';

describe('a cursor', () => {
  const list = ['jobs', '-priority', 'status = failed'];

  it('leads back to where it was made', () => {
    expect(positionOf(list, cursorAt(list, [9, 'an-id']))).toEqual([9, 'an-id']);
  });

  it('is refused by a list with another filter or sort', () => {
    expect(positionOf(['jobs', '-priority', ''], cursorAt(list, [9, 'an-id']))).toBeNull();
  });

  it.each(['', 'x', 'bm90IGpzb24', Buffer.from('null').toString('base64url'), '[]', '{}'])(
    'is refused where it is none: %j',
    (cursor) => expect(positionOf(list, cursor)).toBeNull(),
  );
});

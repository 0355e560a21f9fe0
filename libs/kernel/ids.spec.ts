import { isId, newId } from './ids.js';

describe('ids', () => {
  const ids = Array.from({ length: 5_000 }, newId);

  it('are UUIDs of version 7, each another', () => {
    expect(ids.every(isId)).toBe(true);
    expect(ids.every((id) => id[14] === '7')).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sort as they were made, also within a millisecond', () => {
    expect(ids.toSorted()).toEqual(ids);
  });

  it('share no random part, so that none can be guessed from another', () => {
    expect(new Set(ids.map((id) => id.slice(-10))).size).toBe(ids.length);
  });
});

import 'reflect-metadata';
import { HEADERS_METADATA } from '@nestjs/common/constants.js';
import { Deprecated } from './deprecated.decorator.js';
import { etagOf, names } from './etag.js';
import { onlyIfMatches } from './preconditions.js';

describe('a tag', () => {
  it('is the same for the same answer alone', () => {
    expect(etagOf('{"a":1}')).toBe(etagOf('{"a":1}'));
    expect(etagOf('{"a":1}')).not.toBe(etagOf('{"a":2}'));
  });

  it.each([
    ['W/"a"', true],
    ['"a"', true],
    ['"b", W/"a"', true],
    ['*', true],
    ['"b"', false],
    ['', false],
    ['a', false],
  ])('is named by %s: %s', (tags, expected) => expect(names(tags, 'W/"a"')).toBe(expected));
});

describe('an edit with If-Match', () => {
  const edit = (ifMatch: string | undefined) =>
    onlyIfMatches(
      ifMatch,
      () => Promise.resolve('"2"'),
      () => Promise.resolve('done'),
      'x.conflict',
    );

  it.each([undefined, '"2"', '"1", "2"', '*'])('is done for %s', async (ifMatch) => {
    expect(await edit(ifMatch)).toBe('done');
  });

  it.each(['"1"', 'W/"2"', ''])('is refused for %s, with the tag of what is there', async (ifMatch) => {
    await expect(edit(ifMatch)).rejects.toMatchObject({
      code: 'http.precondition_failed',
      headers: { etag: '"2"' },
    });
  });
});

describe('a deprecated route', () => {
  it('says so, until when it stays, and what comes instead', () => {
    class Old {
      @Deprecated({ since: '2026-11-01', sunset: '2027-05-01', successor: '/v2/things' })
      list() {
        return [];
      }
    }
    const handler = Object.getOwnPropertyDescriptor(Old.prototype, 'list')!.value as object;
    const headers = Reflect.getMetadata(HEADERS_METADATA, handler) as { name: string; value: string }[];
    expect(Object.fromEntries(headers.map(({ name, value }) => [name, value]))).toEqual({
      deprecation: '@1793491200',
      sunset: 'Sat, 01 May 2027 00:00:00 GMT',
      link: '</v2/things>; rel="successor-version"',
    });
    expect(Reflect.getMetadata('swagger/apiOperation', handler)).toMatchObject({ deprecated: true });
  });

  it('is not gone before it is deprecated', () => {
    expect(() => Deprecated({ since: '2026-11-01', sunset: '2026-11-01' })).toThrow(RangeError);
  });
});

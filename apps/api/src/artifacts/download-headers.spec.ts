import { parseRange } from './byte-range.js';
import { attachment } from './file-name.js';

describe('a Range header', () => {
  it.each([
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=-4', { start: 6, end: 9 }],
    ['bytes=-40', { start: 0, end: 9 }],
    ['bytes=5-500', { start: 5, end: 9 }],
    ['Bytes = 1-1', { start: 1, end: 1 }],
  ])('%s of ten bytes', (header, range) => {
    expect(parseRange(header, 10)).toEqual(range);
  });

  it.each([undefined, 'items=0-3', 'bytes', 'bytes=0-1,4-5'])('%s asks for all of it', (header) => {
    expect(parseRange(header, 10)).toBeNull();
  });

  it.each(['bytes=10-', 'bytes=5-2', 'bytes=-0', 'bytes=a-b', 'bytes=', 'bytes=-', 'bytes=1', 'bytes=--1'])(
    '%s can’t be had',
    (header) => {
      expect(() => parseRange(header, 10)).toThrow(
        expect.objectContaining({
          code: 'http.range_not_satisfiable',
          headers: { 'content-range': 'bytes */10' },
        }),
      );
    },
  );

  it('can’t ask for a part of nothing', () => {
    for (const header of ['bytes=0-', 'bytes=0-0', 'bytes=-1']) {
      expect(() => parseRange(header, 0)).toThrow(
        expect.objectContaining({ code: 'http.range_not_satisfiable' }),
      );
    }
  });
});

describe('a file name in Content-Disposition', () => {
  it.each([
    ['video.mp4', `attachment; filename="video.mp4"; filename*=UTF-8''video.mp4`],
    ['../../etc/passwd', `attachment; filename="__.._etc_passwd"; filename*=UTF-8''__.._etc_passwd`],
    [
      'a"\r\nSet-Cookie: x=1',
      `attachment; filename="a___Set-Cookie_ x=1"; filename*=UTF-8''a___Set-Cookie_%20x%3D1`,
    ],
    ['pão (1).srt', `attachment; filename="p_o (1).srt"; filename*=UTF-8''p%C3%A3o%20%281%29.srt`],
    ['100%.txt', `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`],
    ['', `attachment; filename="artifact"; filename*=UTF-8''artifact`],
  ])('%j', (name, header) => {
    expect(attachment(name)).toBe(header);
  });

  it('survives a broken character and a long name', () => {
    expect(attachment('\ud800')).toContain('%EF%BF%BD');
    expect(attachment('x'.repeat(5_000)).length).toBeLessThan(500);
  });
});

import { formatOf } from './format.js';

describe('formatOf', () => {
  it.each([
    ['16:9', '720p', 1280, 720],
    ['9:16', '720p', 720, 1280],
    ['1:1', '1080p', 1080, 1080],
    ['4:5', '1080p', 1080, 1350],
    ['16:9', '1080p', 1920, 1080],
  ] as const)('%s at %s is %i × %i', (aspect, resolution, width, height) => {
    expect(formatOf(aspect, resolution)).toEqual({ width, height, fps: 30 });
  });
});

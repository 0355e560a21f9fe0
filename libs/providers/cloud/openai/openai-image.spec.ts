import { PRICE_LIST } from '#libs/costs';
import { describeCallContract, OpenAiServer, PIXEL } from '#libs/testing';
import type { ImageDelivery, ImageOrder } from '../requests.js';
import { OpenAiImage } from './openai-image.js';

const order = (prompt: string, aspect = '16:9'): ImageOrder => ({ prompt, aspect, seed: 1 });

describe('pictures by OpenAI', () => {
  const world = describeCallContract<ImageOrder, ImageDelivery, OpenAiServer>({
    server: (key) => new OpenAiServer(key),
    settings: (key, url) => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: url }),
    prices: PRICE_LIST.prices,
    operation: (prices, config, blobs) => new OpenAiImage(prices, config, blobs),
    request: (secret) => order(`A loaf on a table, ${secret}`),
    unfit: [order('A loaf', '3:1'), order('a'.repeat(32_001))],
    usage: ({ usage }) => usage,
    freeFailures: [],
  });

  it.each(['16:9', '9:16', '1:1', '4:5'])('paints in the shape asked for: %s', async (aspect) => {
    const { result } = await world.ask(order('A loaf', aspect));
    expect(await world.blobs.readBytes(result.image)).toEqual(PIXEL);
    const [wide, high] = aspect.split(':').map(Number) as [number, number];
    const [width, height] = String(world.server.calls[0]?.body.size).split('x').map(Number) as [
      number,
      number,
    ];
    expect(width / height).toBeCloseTo(wide / high, 2);
  });
});

import { PRICE_LIST } from '#libs/costs';
import { decodeWav } from '#libs/media';
import { describeCallContract, OpenAiServer } from '#libs/testing';
import type { SpeechDelivery, SpeechOrder } from '../requests.js';
import { OpenAiSpeech } from './openai-speech.js';

const order = (text: string): SpeechOrder => ({ text, language: 'en', rate: 1.25, seed: 1 });

describe('a voice of OpenAI', () => {
  const world = describeCallContract<SpeechOrder, SpeechDelivery, OpenAiServer>({
    server: (key) => new OpenAiServer(key),
    settings: (key, url) => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: url }),
    prices: PRICE_LIST.prices,
    operation: (prices, config, blobs) => new OpenAiSpeech(prices, config, blobs),
    request: (secret) => order(`Warm bread, ${secret}.`),
    unfit: [order(' '), order('a'.repeat(4_097))],
    usage: ({ usage }) => usage,
    freeFailures: [],
  });

  it('says that its times are estimated, and keeps them in order and out of the pauses', async () => {
    expect(world.operation).toHaveProperty('capabilities.timings', 'estimated');
    const { result } = await world.ask(order('Bread      at dawn'));
    const { sampleRate, channels } = decodeWav(await world.blobs.readBytes(result.audio));
    const [bread, at, dawn] = result.words;
    expect(result.words.map(({ text }) => text)).toEqual(['Bread', 'at', 'dawn']);
    expect(world.server.calls[0]?.body).toMatchObject({
      speed: 1.25,
      response_format: 'wav',
      voice: 'alloy',
    });
    // The server speaks each character for 0.048 s at this pace, and is silent at white space.
    expect(bread?.endSec).toBeCloseTo(5 * 0.048, 1);
    expect(at?.startSec).toBeCloseTo(11 * 0.048, 1);
    expect(dawn?.endSec).toBeCloseTo((channels[0]?.length ?? 0) / sampleRate, 1);
    expect(dawn?.startSec).toBeGreaterThanOrEqual(at?.endSec ?? Infinity);
  });
});

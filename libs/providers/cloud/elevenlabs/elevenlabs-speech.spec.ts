import { PRICE_LIST } from '#libs/costs';
import { decodeWav } from '#libs/media';
import { describeCallContract, ElevenLabsServer, priceBookOf, TestTicket } from '#libs/testing';
import { CloudConfig } from '../cloud.config.js';
import type { SpeechDelivery, SpeechOrder } from '../requests.js';
import { ElevenLabsSpeech } from './elevenlabs-speech.js';

const order = (text: string): SpeechOrder => ({ text, language: 'pt-PT', rate: 1.1, seed: -5 });

describe('the voice of ElevenLabs', () => {
  const world = describeCallContract<SpeechOrder, SpeechDelivery, ElevenLabsServer>({
    server: (key) => new ElevenLabsServer(key),
    settings: (key, url) => ({ ELEVENLABS_API_KEY: key, ELEVENLABS_BASE_URL: url }),
    prices: PRICE_LIST.prices,
    operation: (prices, config, blobs) => new ElevenLabsSpeech(prices, config, blobs),
    request: (secret) => order(`Warm bread, ${secret}.`),
    unfit: [order('   '), order('a'.repeat(10_001))],
    usage: ({ usage }) => usage,
    freeFailures: [],
  });
  beforeEach(() => void (world.server.spoken = undefined));

  it('tells when each word is heard, as it stands in the text', async () => {
    const { result, externalId } = await world.ask(order('Warm bread,\n  5 % off — now!'));
    expect(result.words.map(({ text }) => text)).toEqual(['Warm', 'bread,', '5', '%', 'off', '—', 'now!']);
    expect(result.words.slice(0, 2)).toEqual([
      { text: 'Warm', startSec: 0, endSec: expect.closeTo(0.2) as number },
      { text: 'bread,', startSec: 0.25, endSec: expect.closeTo(0.55) as number },
    ]);
    expect(externalId).toMatch(/^el-\d+$/);
    const { sampleRate, channels } = decodeWav(await world.blobs.readBytes(result.audio));
    expect([sampleRate, result.audio.mediaType]).toEqual([24_000, 'audio/wav']);
    expect((channels[0]?.length ?? 0) / sampleRate).toBeCloseTo(28 * 0.05);
  });

  it('measures the words where the times are those of another text', async () => {
    world.server.spoken = 'five percent';
    const { result } = await world.ask(order('5 % off'));
    expect(result.words.map(({ text }) => text)).toEqual(['5', '%', 'off']);
    for (const [index, { startSec, endSec }] of result.words.entries()) {
      expect(startSec).toBeGreaterThanOrEqual(result.words[index - 1]?.endSec ?? 0);
      expect(endSec).toBeGreaterThan(startSec);
    }
  });

  it('asks for the voice, the pace and, of models that can be told, the language', async () => {
    await world.ask(order('Bom dia'));
    const config = CloudConfig.fromEnv({
      ELEVENLABS_API_KEY: world.key,
      ELEVENLABS_BASE_URL: world.server.url,
      ELEVENLABS_MODEL: 'eleven_flash_v2_5',
      ELEVENLABS_VOICE_ID: 'abc123',
    });
    const flash = new ElevenLabsSpeech(priceBookOf(PRICE_LIST.prices), config, world.blobs);
    await flash.submit({ ...order('Bom dia'), rate: 3 }, new TestTicket());
    const [first, second] = world.server.calls;
    expect(first?.query.get('output_format')).toBe('wav_24000');
    expect(first?.body).toEqual({
      text: 'Bom dia',
      model_id: 'eleven_multilingual_v2',
      seed: 4_294_967_291,
      voice_settings: { speed: 1.1 },
    });
    expect(second?.path).toContain('/abc123/');
    expect(second?.body).toMatchObject({ language_code: 'pt', voice_settings: { speed: 1.2 } });
  });
});

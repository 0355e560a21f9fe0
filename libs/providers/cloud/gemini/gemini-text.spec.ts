import { PRICE_LIST } from '#libs/costs';
import type { BlobStore } from '#libs/storage';
import { describeTextContract, GeminiServer, priceBookOf, TestTicket } from '#libs/testing';
import { CloudConfig } from '../cloud.config.js';
import { GeminiText } from './gemini-text.js';

const QUESTION = {
  instructions: 'Write a title.',
  data: {},
  images: [],
  schema: { type: 'object' },
  correction: null,
  maxOutputTokens: 100,
  seed: 7,
};

interface Body {
  systemInstruction: object;
  contents: { parts: { text?: string; inlineData?: { mimeType: string; data: string } }[] }[];
  generationConfig: { responseJsonSchema: object; maxOutputTokens: number };
}

const parts = (body: unknown) => (body as Body).contents.flatMap((content) => content.parts);
const config = (body: unknown) => (body as Body).generationConfig;

const settings = (key: string, url: string) => ({ GEMINI_API_KEY: key, GEMINI_BASE_URL: url });

describe('Gemini', () => {
  describeTextContract({
    server: (key) => new GeminiServer(key),
    settings,
    prices: PRICE_LIST.prices,
    operation: (prices, cloud, blobs) => new GeminiText(prices, cloud, blobs),
    freeFailures: ['server-error'],
    wrongKey: 'provider.rejected',
    outOfCredit: 'provider.rate_limited',
    key: ({ headers }) => headers['x-goog-api-key'] as string,
    system: ({ body }) => JSON.stringify(body.systemInstruction),
    user: ({ body }) =>
      parts(body)
        .map(({ text }) => text ?? '')
        .join(''),
    images: ({ body }) =>
      parts(body).flatMap(({ inlineData }) =>
        inlineData === undefined ? [] : [{ mediaType: inlineData.mimeType, base64: inlineData.data }],
      ),
    schema: ({ body }) => config(body).responseJsonSchema,
    maxOutputTokens: ({ body }) => config(body).maxOutputTokens,
  });

  describe('its SDK', () => {
    let server: GeminiServer;
    const ask = () => {
      const blobs = undefined as unknown as BlobStore;
      const cloud = CloudConfig.fromEnv(settings('sk-g', server.url));
      return new GeminiText(priceBookOf(PRICE_LIST.prices), cloud, blobs).submit(QUESTION, new TestTicket());
    };
    beforeAll(async () => void (await (server = new GeminiServer('sk-g')).start()));
    beforeEach(() => server.reset());
    afterEach(() => void delete process.env.GOOGLE_GENAI_USE_VERTEXAI);
    afterAll(() => server.close());

    it('does not go on by itself, and pay again, when an answer is cut off', async () => {
      server.cutOffBy = 'CONTINUATION';
      server.next('too-long', 'too-long');
      expect(await ask()).toMatchObject({ result: { ended: 'too_long' } });
      expect(server.charges).toHaveLength(1);
    });

    it('is not led to another API by the environment', async () => {
      process.env.GOOGLE_GENAI_USE_VERTEXAI = 'true';
      await ask();
      expect(server.calls[0]?.path).toBe('/v1beta/models/gemini-3.8-flash:generateContent');
    });
  });
});

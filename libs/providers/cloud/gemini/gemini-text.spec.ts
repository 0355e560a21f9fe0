import { PRICE_LIST } from '#libs/costs';
import { describeTextContract, GeminiServer } from '#libs/testing';
import { GeminiText } from './gemini-text.js';

interface Body {
  systemInstruction: object;
  contents: { parts: { text?: string; inlineData?: { mimeType: string; data: string } }[] }[];
  generationConfig: { responseJsonSchema: object; maxOutputTokens: number };
}

const parts = (body: unknown) => (body as Body).contents.flatMap((content) => content.parts);
const config = (body: unknown) => (body as Body).generationConfig;

describe('Gemini', () => {
  describeTextContract({
    server: (key) => new GeminiServer(key),
    settings: (key, url) => ({ GEMINI_API_KEY: key, GEMINI_BASE_URL: url }),
    prices: PRICE_LIST.prices,
    operation: (prices, cloud, blobs) => new GeminiText(prices, cloud, blobs),
    freeFailures: ['server-error'],
    wrongKey: 'provider.rejected',
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
});

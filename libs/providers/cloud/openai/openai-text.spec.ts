import { PRICE_LIST } from '#libs/costs';
import type { BlobStore } from '#libs/storage';
import { describeTextContract, OpenAiServer, priceBookOf, TestTicket } from '#libs/testing';
import { CloudConfig } from '../cloud.config.js';
import { OpenAiText } from './openai-text.js';

interface Body {
  max_completion_tokens: number;
  messages: { role: string; content: string | Part[] }[];
  response_format: { json_schema: { strict: boolean; schema: object } };
}
type Part = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } };

const message = (body: unknown, role: string) =>
  (body as Body).messages.find((one) => one.role === role)?.content;
const parts = (body: unknown) => message(body, 'user') as Part[];
const format = (body: unknown) => (body as Body).response_format.json_schema;

describe('OpenAI’s models', () => {
  describeTextContract({
    server: (key) => new OpenAiServer(key),
    settings: (key, url) => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: url }),
    prices: PRICE_LIST.prices,
    operation: (prices, config, blobs) => new OpenAiText(prices, config, blobs),
    freeFailures: [],
    key: ({ headers }) => headers.authorization?.replace('Bearer ', ''),
    system: ({ body }) => message(body, 'system'),
    user: ({ body }) =>
      parts(body)
        .map((part) => (part.type === 'text' ? part.text : ''))
        .join(''),
    images: ({ body }) =>
      parts(body).flatMap((part) => {
        if (part.type !== 'image_url') return [];
        const [, mediaType = '', base64 = ''] = /^data:(.*);base64,(.*)$/.exec(part.image_url.url) ?? [];
        return [{ mediaType, base64 }];
      }),
    schema: ({ body }) => format(body).schema,
    maxOutputTokens: ({ body }) => body.max_completion_tokens,
  });

  describe('and servers that speak the same', () => {
    let server: OpenAiServer;
    const question = {
      instructions: 'Write a title.',
      data: {},
      images: [],
      correction: null,
      maxOutputTokens: 100,
      seed: 7,
      schema: {
        type: 'object',
        properties: { title: { type: 'string', maxLength: 60 }, mood: { const: 'warm' } },
        required: ['title', 'mood'],
        additionalProperties: false,
      },
    };
    const make = (env: NodeJS.ProcessEnv) =>
      new OpenAiText(
        priceBookOf([...PRICE_LIST.prices, ...PRICE_LIST.prices]),
        CloudConfig.fromEnv(env),
        undefined as unknown as BlobStore,
      );

    beforeAll(async () => void (await (server = new OpenAiServer()).start()));
    beforeEach(() => server.reset());
    afterAll(() => server.close());

    it('asks one of our own for nothing, with what it understands', async () => {
      const own = make({ OPENAI_BASE_URL: server.url, OPENAI_MODEL: 'qwen3:8b' });
      expect(own.configured).toBe(true);
      const submission = await own.submit(question, new TestTicket());
      expect(submission).toMatchObject({ costMicros: 0 });
      expect(server.calls[0]?.body).toMatchObject({ model: 'qwen3:8b', max_tokens: 100, seed: 7 });
      expect(server.calls[0]?.body).not.toHaveProperty('max_completion_tokens');
    });

    it('has no price for a model that OpenAI does not sell: it is not called', () => {
      const unknown = make({ OPENAI_API_KEY: 'sk-x', OPENAI_MODEL: 'gpt-nobody-knows' });
      expect(() => unknown.estimate(question)).toThrow(/no price/);
    });

    it('makes the model keep to the schema where it can, and tells it the rest in words', async () => {
      const operation = make({ OPENAI_API_KEY: 'sk-x', OPENAI_BASE_URL: server.url });
      await operation.submit(question, new TestTicket());
      const { properties, ...open } = question.schema;
      await operation.submit(
        { ...question, schema: { ...open, properties, required: [] } },
        new TestTicket(),
      );
      const [strict, loose] = server.calls.map(({ body }) => format(body));
      expect(strict).toMatchObject({
        strict: true,
        schema: { properties: { title: { type: 'string', description: 'maxLength: 60' } } },
      });
      expect(loose).toMatchObject({ strict: false, schema: { properties } });
    });
  });
});

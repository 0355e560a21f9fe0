import { PRICE_LIST } from '#libs/costs';
import { AnthropicServer, describeTextContract } from '#libs/testing';
import { AnthropicText } from './anthropic-text.js';

interface Body {
  system: string;
  max_tokens: number;
  messages: { content: ({ type: 'text'; text: string } | { type: 'image'; source: Source })[] }[];
  output_config: { format: { schema: object } };
}
interface Source {
  media_type: string;
  data: string;
}

const content = (body: unknown) => (body as Body).messages.flatMap((message) => message.content);

describe('Claude', () => {
  describeTextContract({
    server: (key) => new AnthropicServer(key),
    settings: (key, url) => ({ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url }),
    prices: PRICE_LIST.prices,
    operation: (prices, config, blobs) => new AnthropicText(prices, config, blobs),
    freeFailures: [],
    key: ({ headers }) => headers.authorization?.replace('Bearer ', ''),
    system: ({ body }) => body.system,
    user: ({ body }) =>
      content(body)
        .map((part) => (part.type === 'text' ? part.text : ''))
        .join(''),
    images: ({ body }) =>
      content(body).flatMap((part) =>
        part.type === 'image' ? [{ mediaType: part.source.media_type, base64: part.source.data }] : [],
      ),
    schema: ({ body }) => (body as unknown as Body).output_config.format.schema,
    maxOutputTokens: ({ body }) => body.max_tokens,
  });
});

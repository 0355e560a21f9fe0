import { createHmac, randomBytes } from 'node:crypto';
import { newId } from '#libs/kernel';
import { type ApiProcess, json, startApi } from './api-process.js';

describe('the webhooks of providers', () => {
  const key = randomBytes(24);
  let api: ApiProcess;

  beforeAll(async () => {
    api = await startApi({ REPLICATE_WEBHOOK_SECRET: `whsec_${key.toString('base64')}` });
  });
  afterAll(() => api?.stop());

  const call = async (body: object, { by = key, at = Date.now() } = {}) => {
    const text = JSON.stringify(body, null, 1);
    const timestamp = String(Math.floor(at / 1_000));
    const signature = createHmac('sha256', by).update(`msg_1.${timestamp}.${text}`).digest('base64');
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
    const response = await fetch(`${api.url}/v1/provider-webhooks/replicate/${newId()}`, json(text, headers));
    return response.status;
  };
  const still = {
    id: 'p1',
    status: 'processing',
    model: 'google/lyria-2',
    version: 'hidden',
    input: {},
    output: null,
    webhook: `https://example.org/replicate/${newId()}?operation=music.compose`,
  };

  it('are heard by their signature over the body as it came', async () => {
    // Genuine, and nothing to be told yet: it is to be sent again.
    expect(await call(still)).toBe(425);
  });

  it.each([
    ['signed with another key', { by: randomBytes(24) }],
    ['too old', { at: Date.now() - 3_600_000 }],
  ])('are refused when %s', async (_, flaw) => {
    expect(await call(still, flaw)).toBe(401);
  });

  it('are refused without a signature', async () => {
    const response = await fetch(`${api.url}/v1/provider-webhooks/replicate/${newId()}`, json(still));
    expect([response.status, await response.json()]).toMatchObject([
      401,
      { type: '/problems/webhook.not_genuine' },
    ]);
  });
});

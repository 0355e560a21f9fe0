import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { newId } from '#libs/kernel';
import { readWebhook, webhookUrl, type WebhookRequest } from './webhook.js';

const SECRET = `whsec_${Buffer.from('a key of twenty-four byt').toString('base64')}`;
const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('readWebhook', () => {
  const effectId = newId();
  const prediction = {
    id: 'ufawqhfynnddngldkgtslldrkq',
    model: 'bytedance/seedance-1-lite',
    status: 'succeeded',
    input: { prompt: 'bread' },
    output: 'https://replicate.delivery/out.mp4',
    data_removed: false,
    metrics: { predict_time: 12.5 },
    webhook: webhookUrl('https://aiprod.example/webhooks/', effectId, 'video.generate'),
  };
  const signed = (body: Buffer, { id = 'msg_1', at = NOW, secret = SECRET } = {}): WebhookRequest => {
    const timestamp = String(Math.floor(at / 1_000));
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body.toString()}`).digest('base64');
    return { id, timestamp, signature: `v1,${mac}`, body };
  };
  const genuine = () => signed(Buffer.from(JSON.stringify(prediction)));
  const read = (request: WebhookRequest, now = NOW) => readWebhook(request, SECRET, now);

  it('tells of the effect that the signed body names', () => {
    expect(prediction.webhook).toBe(
      `https://aiprod.example/webhooks/replicate/${effectId}?operation=video.generate`,
    );
    expect(read(genuine())).toMatchObject({
      effectId,
      operation: 'video.generate',
      prediction: { id: prediction.id, status: 'succeeded' },
    });
  });

  it('takes any one of several signatures, for a key that is being changed', () => {
    const request = genuine();
    const other = signed(request.body, { secret: `whsec_${Buffer.alloc(24).toString('base64')}` });
    expect(read({ ...request, signature: `${other.signature} ${request.signature}` })).not.toBeNull();
    expect(
      read({ ...request, signature: `${other.signature} v2,${request.signature?.slice(3)}` }),
    ).toBeNull();
  });

  it.each([
    ['the id', { id: 'msg_2' }],
    ['the time', { timestamp: String(NOW / 1_000 + 1) }],
    ['a time that is none', { timestamp: 'now' }],
    ['no id', { id: undefined }],
    ['no time', { timestamp: undefined }],
    ['no signature', { signature: undefined }],
    ['an empty signature', { signature: 'v1,' }],
  ])('does not believe one in which %s was changed', (_, change) => {
    expect(read({ ...genuine(), ...change })).toBeNull();
  });

  it('does not believe a body in which one byte was changed', () => {
    const { body } = genuine();
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(body);
        changed[at] = ((changed[at] as number) + by) % 256;
        expect(read({ ...genuine(), body: changed })).toBeNull();
      }),
      { seed: 14 },
    );
  });

  it('believes it for five minutes', () => {
    const minutes = (count: number) => read(genuine(), NOW + count * 60_000) !== null;
    expect([-6, -4, 4, 6].map(minutes)).toEqual([false, true, true, false]);
  });

  it.each([
    ['no prediction', { hello: 'world' }],
    ['one without an address of ours', { ...prediction, webhook: undefined }],
    [
      'one about no effect',
      { ...prediction, webhook: 'https://aiprod.example/webhooks/replicate/1?operation=x' },
    ],
    ['one without an operation', { ...prediction, webhook: prediction.webhook.split('?')[0] }],
    ['a status that is not known', { ...prediction, status: 'resting' }],
  ])('has nothing to tell of %s, though it is signed', (_, body) => {
    expect(read(signed(Buffer.from(JSON.stringify(body))))).toBeNull();
  });

  it('has nothing to tell of a body that is no JSON', () => {
    expect(read(signed(Buffer.from('{"id": ')))).toBeNull();
  });
});

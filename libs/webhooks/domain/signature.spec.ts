import { Webhook } from 'standardwebhooks';
import { newSecret, signatureHeaders } from './signature.js';

const message = {
  id: 'evt-1',
  timestamp: Math.floor(Date.now() / 1_000),
  body: '{"type":"job.completed.v1","é":1}',
};

describe('a signature', () => {
  it('is what the reference library of Standard Webhooks verifies', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const headers = signatureHeaders(message, [secret]);
    expect(new Webhook(secret).verify(message.body, headers)).toEqual(JSON.parse(message.body));
    expect(() => new Webhook(secret).verify(`${message.body} `, headers)).toThrow();
    expect(() => new Webhook(newSecret()).verify(message.body, headers)).toThrow();
  });

  it('is there twice while a secret is replaced, so that either verifies', () => {
    const [fresh, old] = [newSecret(), newSecret()];
    const headers = signatureHeaders(message, [fresh, old]);
    for (const secret of [fresh, old])
      expect(() => new Webhook(secret).verify(message.body, headers)).not.toThrow();
  });
});

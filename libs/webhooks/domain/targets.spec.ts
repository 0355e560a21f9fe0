import { targetFault } from './targets.js';

const rules = { ports: new Set([443, 8443]), allowedOrigins: new Set(['http://127.0.0.1:9000']) };

describe('a URL for webhooks', () => {
  it.each([
    'https://example.com/webhooks?token=1',
    'https://EXAMPLE.com:8443/',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'http://127.0.0.1:9000/anything',
  ])('may be %s', (url) => expect(targetFault(url, rules)).toBeNull());

  it.each([
    ['nonsense', 'must be a URL'],
    ['http://example.com/', 'https://'],
    ['https://example.com:22/', '443, 8443'],
    ['https://me:secret@example.com/', 'user name'],
    ['https://example.com/#top', 'fragment'],
    ['https://2130706433/', 'private or special network'],
    ['https://[::ffff:169.254.169.254]/', 'private or special network'],
    ['https://localhost/', 'local network'],
    ['https://printer/', 'local network'],
    ['http://127.0.0.1:9001/', 'https://'],
    [`https://example.com/${'x'.repeat(2_048)}`, '2048'],
  ])('is refused as %s', (url, reason) => expect(targetFault(url, rules)).toContain(reason));
});

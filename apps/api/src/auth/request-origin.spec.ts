import { isForeign } from './request-origin.js';

const TRUSTED = new Set(['https://console.example.org']);
const foreign = (headers: Record<string, string>) =>
  isForeign({ host: 'api.example.org', ...headers }, TRUSTED);

describe('a request from a page', () => {
  it.each([
    {},
    { origin: 'https://api.example.org' },
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'https://api.example.org', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://console.example.org', 'sec-fetch-site': 'same-site' },
  ])('is ours with %j', (headers) => expect(foreign(headers as never)).toBe(false));

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'https://api.example.org.evil.example' },
    { origin: 'https://api.example.org:8443' },
    { origin: 'null' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://api.example.org', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.console.example.org' },
  ])('is foreign with %j', (headers) => expect(foreign(headers as never)).toBe(true));
});

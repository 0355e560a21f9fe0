import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, env, EnvConfig } from './index.js';

class ShopConfig extends EnvConfig({
  SHOP_PORT: env.integer(1, 65_535).default(3000),
  SHOP_URL: env.url('https'),
  SHOP_MODE: env.choice('open', 'closed').default('open'),
}) {}

describe('EnvConfig', () => {
  it('reads what is set and fills in what is not; an empty variable counts as not set', () => {
    const config = ShopConfig.fromEnv({ SHOP_URL: 'https://shop.example', SHOP_PORT: '' });
    expect(config).toEqual({ SHOP_PORT: 3000, SHOP_URL: 'https://shop.example', SHOP_MODE: 'open' });
  });

  it('names every variable that is wrong and what would be right, and never repeats a value', () => {
    const read = () => ShopConfig.fromEnv({ SHOP_PORT: 'hunter2', SHOP_MODE: 'ajar' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/SHOP_PORT: must be a whole number from 1 to 65535/);
    expect(read).toThrow(/SHOP_URL: is not set; must be a URL that starts with https:\/\//);
    expect(read).toThrow(/SHOP_MODE: must be one of open, closed/);
    expect(read).not.toThrow(/hunter2|ajar/);
  });

  describe('with a variable given as a file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'aiprod-config-'));
    const file = join(dir, 'url');
    beforeAll(() => writeFileSync(file, 'https://from-a-file.example\n'));
    afterAll(() => rmSync(dir, { recursive: true }));

    it('reads its content without the end of the line', () => {
      expect(ShopConfig.fromEnv({ SHOP_URL_FILE: file })).toHaveProperty(
        'SHOP_URL',
        'https://from-a-file.example',
      );
    });

    it('refuses both at once, and a file that is not there', () => {
      expect(() => ShopConfig.fromEnv({ SHOP_URL_FILE: file, SHOP_URL: 'https://a.example' })).toThrow(
        /both set/,
      );
      expect(() => ShopConfig.fromEnv({ SHOP_URL_FILE: join(dir, 'none') })).toThrow(
        /SHOP_URL_FILE.*can't be read/,
      );
    });
  });
});

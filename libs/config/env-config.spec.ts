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
});

import { redisProblems } from './redis-check.js';

const info = (version: string, policy: string, aof: string) =>
  `# Server\r\nredis_version:${version}\r\n# Memory\r\nmaxmemory_policy:${policy}\r\n# Persistence\r\naof_enabled:${aof}\r\n`;

describe('a Redis', () => {
  it.each(['6.2.0', '7.0.15', '8.2.1', '10.0.0'])(
    'of version %s that keeps what it is given is fit',
    (version) => {
      expect(redisProblems(info(version, 'noeviction', '1'), { requireAof: true })).toEqual([]);
    },
  );

  it.each([
    ['6.0.16', 'noeviction', '1', /version 6.0.16; install 6.2 or later/],
    ['7.0.15', 'allkeys-lru', '1', /allkeys-lru.*CONFIG SET maxmemory-policy noeviction/],
    ['7.0.15', 'noeviction', '0', /append-only file is off.*CONFIG SET appendonly yes/],
  ])(
    'of version %s with policy %s and append-only file %s is not, and is told why',
    (version, policy, aof, why) => {
      expect(redisProblems(info(version, policy, aof), { requireAof: true })).toEqual([
        expect.stringMatching(why),
      ]);
    },
  );

  it('may go without its append-only file where that is said', () => {
    expect(redisProblems(info('7.0.15', 'noeviction', '0'), { requireAof: false })).toEqual([]);
  });
});

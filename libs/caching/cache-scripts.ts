/** Every script is one atomic step in Redis. Numbers in milliseconds; Redis's own clock decides. */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** A tag is a sorted set of entries by when they run out, so that dead ones can be dropped, and lives as long as the last. */
const TAG_ENTRY = `${NOW}
local function tagEntry(firstTag, id, ttl)
  for i = firstTag, #KEYS do
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
    redis.call('ZADD', KEYS[i], 'GT', now + ttl, id)
    if redis.call('PTTL', KEYS[i]) < ttl then redis.call('PEXPIRE', KEYS[i], ttl) end
  end
end
`;

/**
 * KEYS entry, lock, tags…; ARGV token, lease, id, how long the tags must last.
 * The entry's text; 1 where the caller has the lock, also from an earlier call whose answer was lost; 0 where somebody else has it. The tags are set beforehand, so that
 * who invalidates a tag also finds what is only being made.
 */
const ENTER = `${TAG_ENTRY}
local value = redis.call('GET', KEYS[1])
if value then return value end
local got = redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2])
if not got and redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
tagEntry(3, ARGV[3], tonumber(ARGV[4]))
return 1
`;

/** KEYS entry, lock, tags…; ARGV token, text, ttl, id. Stores and lets go, but only for who still has the lock. */
const FINISH = `${TAG_ENTRY}
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
tagEntry(3, ARGV[4], tonumber(ARGV[3]))
return 1
`;

/** KEYS lock; ARGV token, lease. */
const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/** KEYS lock; ARGV token. */
const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`;

/** KEYS entry, tags…; ARGV text, ttl, id. */
const STORE = `${TAG_ENTRY}
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
tagEntry(2, ARGV[3], tonumber(ARGV[2]))
return 1
`;

/**
 * KEYS tag; ARGV prefix of entries, prefix of locks, at most so many. Who holds a lock that is taken away here stores nothing.
 * How many ids were taken from the tag, and how many of their entries were there.
 */
const INVALIDATE = `
local popped = redis.call('ZPOPMIN', KEYS[1], ARGV[3])
local removed = 0
for i = 1, #popped, 2 do
  removed = removed + redis.call('UNLINK', ARGV[1] .. popped[i])
  redis.call('UNLINK', ARGV[2] .. popped[i])
end
return {#popped / 2, removed}
`;

/** KEYS expiries, contents; ARGV id, text, ttl, how many to keep. The ones that run out first go first. */
const REMEMBER = `${NOW}
local ttl = tonumber(ARGV[3])
local function forget(ids)
  if #ids == 0 then return end
  redis.call('ZREM', KEYS[1], unpack(ids))
  redis.call('HDEL', KEYS[2], unpack(ids))
end
redis.call('ZADD', KEYS[1], now + ttl, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
forget(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now))
forget(redis.call('ZRANGE', KEYS[1], 0, -tonumber(ARGV[4]) - 1))
redis.call('PEXPIRE', KEYS[1], ttl)
redis.call('PEXPIRE', KEYS[2], ttl)
return 1
`;

/** KEYS expiries, contents. The texts that have not run out. */
const RECALL = `${NOW}
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
if #ids == 0 then return {} end
return redis.call('HMGET', KEYS[2], unpack(ids))
`;

/** As ioredis takes them; the first argument of a call is the number of keys. */
export const CACHE_SCRIPTS = {
  cacheEnter: { lua: ENTER },
  cacheFinish: { lua: FINISH },
  cacheRenew: { lua: RENEW },
  cacheRelease: { lua: RELEASE },
  cacheStore: { lua: STORE },
  cacheInvalidate: { lua: INVALIDATE },
  cacheRemember: { lua: REMEMBER },
  cacheRecall: { lua: RECALL },
};

export type CacheScript = keyof typeof CACHE_SCRIPTS;

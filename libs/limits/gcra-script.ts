/**
 * Takes one request from every bucket, or from none. KEYS: the buckets; ARGV: for each its interval and its tolerance in microseconds.
 * Answers 1 or 0 for all of them, and then for each how far it is ahead now, in microseconds, and whether it had room.
 */
export const GCRA = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local ahead, fits, allowed = {}, {}, 1
for i, key in ipairs(KEYS) do
  local arrival = tonumber(redis.call('GET', key) or 0)
  ahead[i] = math.max(0, arrival - now)
  fits[i] = ahead[i] + tonumber(ARGV[2 * i - 1]) <= tonumber(ARGV[2 * i]) and 1 or 0
  if fits[i] == 0 then allowed = 0 end
end
local answer = { allowed }
for i, key in ipairs(KEYS) do
  if allowed == 1 then
    ahead[i] = ahead[i] + tonumber(ARGV[2 * i - 1])
    redis.call('SET', key, string.format('%.0f', now + ahead[i]), 'PX', math.ceil(ahead[i] / 1000) + 1)
  end
  answer[#answer + 1] = math.floor(ahead[i])
  answer[#answer + 1] = fits[i]
end
return answer`;

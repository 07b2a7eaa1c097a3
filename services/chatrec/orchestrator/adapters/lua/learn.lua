-- Appends an entry to the learning stream unless its id is known. Returns 1, or 0 where it is.
-- KEYS: known entry ids by time, stream of entries, the user's places in it by time (all of one hash slot).
-- ARGV: entry id, line, Unix seconds, most entries to keep, seconds to keep entries, user id.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
local oldest = tonumber(ARGV[3]) - tonumber(ARGV[5])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[4]))
redis.call('XTRIM', KEYS[2], 'MINID', '~', string.format('%.0f', math.max(0, oldest) * 1000))
local place = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'line', ARGV[2])
if ARGV[6] ~= '' then
  local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1][1]
  redis.call('ZADD', KEYS[3], string.match(place, '^%d+'), place)
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', '(' .. string.match(first, '^%d+'))
  redis.call('EXPIRE', KEYS[3], ARGV[5])
end
return 1

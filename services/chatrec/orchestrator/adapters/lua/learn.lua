-- Appends an entry to the learning stream unless its id is known. Returns 1, or 0 where it is.
-- KEYS: known entry ids by time, stream of entries, the user's places in it (all of one hash slot).
-- ARGV: entry id, line, Unix seconds, most entries to keep, seconds to keep the user's places ("" user: 0).
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[4]))
local place = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'line', ARGV[2])
if tonumber(ARGV[5]) > 0 then
  redis.call('SADD', KEYS[3], place)
  redis.call('EXPIRE', KEYS[3], ARGV[5])
end
return 1

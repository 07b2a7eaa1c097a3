-- Stores a new session unless its id is taken. Returns 1, or 0 where it is.
-- KEYS: session hash.   ARGV: user id, data, seconds to live.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'version', 1, 'user', ARGV[1], 'data', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1

-- Compare-and-set of a session, with the turn that changed it: both or neither.
-- Returns 1, 0 where the version is another, -1 where the session is gone.
-- KEYS: session hash, turns by request, order of requests (all of one hash slot).
-- ARGV: version, data, seconds to live, request id ('' for no turn), turn, most turns to keep.
local version = redis.call('HGET', KEYS[1], 'version')
if not version then
  return -1
end
if version ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'version', version + 1, 'data', ARGV[2])
if ARGV[4] ~= '' then
  if redis.call('HSET', KEYS[2], ARGV[4], ARGV[5]) == 1 then
    redis.call('RPUSH', KEYS[3], ARGV[4])
  end
  while redis.call('LLEN', KEYS[3]) > tonumber(ARGV[6]) do
    redis.call('HDEL', KEYS[2], redis.call('LPOP', KEYS[3]))
  end
end
for _, key in ipairs(KEYS) do
  redis.call('EXPIRE', key, ARGV[3])
end
return 1

-- Removes what cannot be read, if it is still what was seen.
-- KEYS[1] the entry; ARGV[1] the bytes that were seen.
if redis.pcall('GET', KEYS[1]) == ARGV[1] then
  return redis.call('UNLINK', KEYS[1])
end
return 0

-- Removes a claim that one caller alone holds.
-- KEYS[1] the entry; ARGV[1] what a readable envelope begins with, ARGV[2] the id, ARGV[3] the
-- channel on which those are told who wait for it.
local header = redis.pcall('GETRANGE', KEYS[1], 0, 15)
if type(header) ~= 'table'
  and string.sub(header, 1, #ARGV[1]) == ARGV[1]
  and string.byte(header, 6) == 2
  and string.byte(header, 8) % 2 == 0
  and string.sub(header, 9, 16) == ARGV[2]
then
  if string.byte(header, 8) == 2 then
    redis.pcall('PUBLISH', ARGV[3], '0' .. KEYS[1])
  end
  return redis.call('UNLINK', KEYS[1])
end
return 0

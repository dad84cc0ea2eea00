-- Prolongs a claim whose value is still being computed.
-- KEYS[1] the entry; ARGV[1] what a readable envelope begins with, ARGV[2] the id, ARGV[3] the fence
-- window in milliseconds.
local header = redis.pcall('GETRANGE', KEYS[1], 0, 15)
if type(header) ~= 'table'
  and string.sub(header, 1, #ARGV[1]) == ARGV[1]
  and string.byte(header, 6) == 2
  and string.sub(header, 9, 16) == ARGV[2]
then
  return redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 0

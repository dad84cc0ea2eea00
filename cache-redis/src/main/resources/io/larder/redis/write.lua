-- Writes an envelope if the id still lies there.
-- KEYS[1] the entry; ARGV[1] what a readable envelope begins with, ARGV[2] the id, ARGV[3] the
-- envelope, ARGV[4] its lifetime in milliseconds, ARGV[5] 'put' if the key is to be left empty where
-- the id does not lie there any more, or the envelope finds no room.
local header = redis.pcall('GETRANGE', KEYS[1], 0, 15)
if type(header) ~= 'table'
  and string.sub(header, 1, #ARGV[1]) == ARGV[1]
  and string.sub(header, 9, 16) == ARGV[2]
then
  local reply = redis.pcall('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
  if not reply.err then
    return 1
  elseif ARGV[5] ~= 'put' then
    return reply
  end
end
if ARGV[5] == 'put' then
  redis.call('UNLINK', KEYS[1])
end
return 0

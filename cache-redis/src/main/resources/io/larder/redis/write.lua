-- Writes an envelope if the id still lies there.
-- KEYS[1] the entry; ARGV[1] what a readable envelope begins with, ARGV[2] the id, ARGV[3] the
-- envelope, ARGV[4] its lifetime in milliseconds, ARGV[5] 'put' if the key is to be left empty where
-- the id does not lie there any more, or the envelope finds no room; ARGV[6] the channel on which
-- those are told who wait for a claim, ARGV[7] 'lease' if some may do although it cannot be seen.
local header = redis.pcall('GETRANGE', KEYS[1], 0, 15)
local waited = ARGV[7] == 'lease'
if type(header) ~= 'table'
  and string.sub(header, 1, #ARGV[1]) == ARGV[1]
  and string.sub(header, 9, 16) == ARGV[2]
then
  waited = string.byte(header, 6) == 2 and string.byte(header, 8) > 1
  local reply = redis.pcall('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
  if waited then
    redis.pcall('PUBLISH', ARGV[6], '1' .. KEYS[1])
  end
  if not reply.err then
    return 1
  elseif ARGV[5] ~= 'put' then
    return reply
  end
elseif type(header) ~= 'table'
  and string.sub(header, 1, #ARGV[1]) == ARGV[1]
  and string.sub(header, 9, 16) == string.sub(ARGV[3], 9, 16)
then
  return 1 -- written before, by the same caller, who has not heard of it
elseif waited then
  redis.pcall('PUBLISH', ARGV[6], '1' .. KEYS[1])
end
if ARGV[5] == 'put' then
  redis.call('UNLINK', KEYS[1])
end
return 0

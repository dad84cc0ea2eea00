-- Ends the freshness of an entry and changes its id, which refuses a load in flight; removes a claim.
-- KEYS[1] the entry; ARGV[1] what a readable envelope begins with, ARGV[2] the mark and the new id.
local header = redis.pcall('GETRANGE', KEYS[1], 0, 15)
if type(header) == 'table' or #header < 16 or string.sub(header, 1, #ARGV[1]) ~= ARGV[1] then
  return 0
end
if string.byte(header, 6) == 2 then
  return redis.call('UNLINK', KEYS[1])
end
local reply = redis.pcall('SETRANGE', KEYS[1], 7, ARGV[2])
if type(reply) == 'table' then
  -- A full server changes nothing, but it removes.
  redis.call('UNLINK', KEYS[1])
end
return 1

-- Claims a key for one process, or tells that another computes its value just now.
-- KEYS[1] the entry; ARGV[1] what a readable envelope begins with, ARGV[2] a claim, ARGV[3] the
-- fence window in milliseconds, ARGV[4] how many of them the lease lasts, ARGV[5] the id of a value
-- that was ended, or an empty text.
-- Tells an empty text if the claim was left, the kind and id of what lies there, or the milliseconds
-- that another's lease has left; nothing if something else lies there.
local header = redis.pcall('GETRANGE', KEYS[1], 0, 15)
if type(header) == 'table' then
  if string.find(header.err, 'WRONGTYPE', 1, true) then
    return false
  end
  return header
end
if header == '' then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return ''
elseif #header < 16 or string.sub(header, 1, #ARGV[1]) ~= ARGV[1] then
  return false
end
local id = string.sub(header, 9, 16)
local found = string.sub(header, 6, 6) .. id
if string.byte(header, 6) == 2 and id == string.sub(ARGV[2], 9, 16) then
  return '' -- left before, by the same caller, who has not heard of it
end
if string.byte(header, 6) ~= 2 then
  if id == ARGV[5] then
    -- Nobody will find that value again, so a claim may take its place.
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
    return ''
  end
  return found
end
-- A claim lives for the window since it was left, or since its holder last prolonged it.
local window, left = tonumber(ARGV[3]), redis.call('PTTL', KEYS[1])
local lease = left - window + tonumber(ARGV[4])
local mark = string.byte(header, 8)
if lease > 0 and left <= window then
  if mark < 2 and type(redis.pcall('SETRANGE', KEYS[1], 7, string.char(mark + 2))) == 'table' then
    return found -- it cannot be noted that somebody waits
  end
  return lease
end
redis.call('PEXPIRE', KEYS[1], window)
redis.pcall('SETRANGE', KEYS[1], 7, string.char(mark % 2 == 0 and mark + 1 or mark))
return found

-- Claims a key: tells the id that lies there, or leaves a claim and tells an empty text.
-- KEYS[1] the entry; ARGV[1] what a readable envelope begins with, ARGV[2] a claim, ARGV[3] the
-- fence window in milliseconds. Tells nothing if something else lies there.
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
if string.byte(header, 6) == 2 then
  if string.sub(header, 9, 16) == string.sub(ARGV[2], 9, 16) then
    return '' -- left before, by the same caller, who has not heard of it
  end
  -- Held by several now: the first that gives it up must not end the others' loads.
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  local mark = string.byte(header, 8)
  if mark % 2 == 0 then
    redis.pcall('SETRANGE', KEYS[1], 7, string.char(mark + 1))
  end
end
return string.sub(header, 9, 16)

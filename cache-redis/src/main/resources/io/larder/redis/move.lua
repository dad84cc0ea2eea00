-- Moves the clock, writes its new value to the marks named, and announces it.
-- ARGV[2] the number of members above which the lowest tags go; ARGV[3] what has ended, for those who
-- listen; ARGV[4..] the marks.
for i = 4, #ARGV do
  if ARGV[i] == 'floor' then
    -- Above all that a server before this one may have shown, and not of what lies here alone: one
    -- that was restored from a snapshot is behind what is still on its way from those who asked it.
    clock = above()
    break
  end
end
clock = clock + 1
local value = text(clock)
local failed = set(value, 'clock')
for i = 4, #ARGV do
  if failed then
    return failed
  end
  if ARGV[i] == 'floor' then
    floor = clock
  elseif ARGV[i] == 'last' then
    last = clock
  end
  failed = set(value, ARGV[i])
end
if failed then
  return failed
end
announce(value, ARGV[3])

-- The lowest tags go, some at a time, and the floor rises to the highest of them.
local most = tonumber(ARGV[2])
local members = redis.call('ZCARD', meta)
if members > most then
  local lowest = redis.call('ZRANGE', meta, 0, members - most + math.floor(most / 100), 'WITHSCORES')
  local highest = floor
  for i = 1, #lowest, 2 do
    local mark = string.sub(lowest[i], 1, 2)
    if mark == 't:' or mark == 's:' then
      redis.call('ZREM', meta, lowest[i])
      highest = math.max(highest, tonumber(lowest[i + 1]))
    end
  end
  if highest > floor then
    floor = highest
    failed = set(text(floor), 'floor')
    if failed then
      return failed
    end
  end
end
return { clock, floor, last, restored }

-- Tells clock, floor, last, and whether they had to be restored.
return { clock, floor, last, restored }

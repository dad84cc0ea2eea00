package io.larder.redis.model;

/**
 * What lies under a key, or somebody's copy of it: nothing, a claim, or a value with its as-of. A
 * value is the version of the source that it was computed from.
 *
 * @param id of the write; 0 where nothing lies
 * @param value the version plus 1; 0 in a claim
 */
record Slot(Cell id, Cell asOf, Cell value) {

  boolean isThere(State s) {
    return s.is(id);
  }

  boolean holdsValue(State s) {
    return s.is(value);
  }

  int version(State s) {
    return s.get(value) - 1;
  }

  void clear(State s) {
    s.clear(id, asOf, value);
  }

  /** Tells the id that lies here, or leaves a claim first. */
  int claim(State s, int mine) {
    if (!isThere(s)) {
      s.set(id, mine);
    }
    return s.get(id);
  }

  void write(State s, int newId, int newAsOf, int version) {
    s.set(id, newId);
    s.set(asOf, newAsOf);
    s.set(value, version + 1);
  }

  void copy(State s, Slot from) {
    s.copy(id, from.id);
    s.copy(asOf, from.asOf);
    s.copy(value, from.value);
  }
}

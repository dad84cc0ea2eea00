package io.larder.redis.model;

import org.jspecify.annotations.Nullable;

/** One state of a world: its cells, packed. A step changes a copy. */
final class State {

  final long[] words;
  private @Nullable String violation;

  State(int words) {
    this.words = new long[words];
  }

  int get(Cell cell) {
    return (int) (words[cell.word()] >>> cell.shift() & cell.mask());
  }

  /** Returns whether the cell is not 0. */
  boolean is(Cell cell) {
    return get(cell) != 0;
  }

  void set(Cell cell, int value) {
    if (value < 0 || value > cell.most()) {
      throw new IllegalStateException(
          cell.name() + " would be " + value + ": give it more than " + cell.most());
    }
    words[cell.word()] =
        words[cell.word()] & ~(cell.mask() << cell.shift()) | (long) value << cell.shift();
  }

  void copy(Cell to, Cell from) {
    set(to, get(from));
  }

  /** Sets the cell to the greater of its value and that one. */
  void raise(Cell cell, int value) {
    set(cell, Math.max(get(cell), value));
  }

  /** Adds to the cell and returns its new value. */
  int add(Cell cell, int number) {
    set(cell, get(cell) + number);
    return get(cell);
  }

  void clear(Cell... cells) {
    for (Cell cell : cells) {
      set(cell, 0);
    }
  }

  /** Says what must never happen and just has. */
  void violate(String what) {
    violation = what;
  }

  @Nullable String violation() {
    return violation;
  }

  /** Takes the place of another state. */
  void become(long[] source, int from) {
    System.arraycopy(source, from, words, 0, words.length);
    violation = null;
  }
}

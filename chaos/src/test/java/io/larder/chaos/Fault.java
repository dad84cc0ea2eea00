package io.larder.chaos;

/**
 * Something that goes wrong for a while; each method that is not static returns a changed copy.
 *
 * @param name for people
 * @param prepare is done some time before
 * @param begin lets it go wrong
 * @param millis for how long
 * @param end ends it
 * @param undo puts back what has been changed for good, once it was judged what came of it
 * @param healing whether it heals by itself, so that recovery counts from its beginning
 * @param suspends the application that is suspended meanwhile; -1 for none
 */
record Fault(
    String name,
    Runnable prepare,
    Runnable begin,
    long millis,
    Runnable end,
    Runnable undo,
    boolean healing,
    int suspends) {

  private static final Runnable NOTHING = () -> {};

  static Fault named(String name) {
    return new Fault(name, NOTHING, NOTHING, 0, NOTHING, NOTHING, false, -1);
  }

  Fault prepares(Runnable work) {
    return new Fault(name, work, begin, millis, end, undo, healing, suspends);
  }

  Fault begins(Runnable work) {
    return new Fault(name, prepare, work, millis, end, undo, healing, suspends);
  }

  Fault lasts(long itsMillis) {
    return new Fault(name, prepare, begin, itsMillis, end, undo, healing, suspends);
  }

  Fault ends(Runnable work) {
    return new Fault(name, prepare, begin, millis, work, undo, healing, suspends);
  }

  Fault undone(Runnable work) {
    return new Fault(name, prepare, begin, millis, end, work, healing, suspends);
  }

  Fault healsItself() {
    return new Fault(name, prepare, begin, millis, end, undo, true, suspends);
  }

  Fault suspends(int node) {
    return new Fault(name, prepare, begin, millis, end, undo, healing, node);
  }
}

package io.larder.servlet;

/**
 * Thrown to a handler, or out of the filter, in strict mode alone: its response would have been
 * kept out of the store because the handler has read something of the request that its key does not
 * hold. The cause shows where.
 *
 * <p>For tests of an application: it makes a failure of what would else be a word in {@code
 * Cache-Status}.
 */
public final class LeakException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String read;

  LeakException(String rule, String read, Throwable where) {
    super(
        "the answer to a request under "
            + rule
            + " depends on '"
            + read
            + "', which the key does not hold: put it into the key, say that it is meant with"
            + " allowReads="
            + read
            + ", hide it, or do not read it",
        where);
    this.read = read;
  }

  /** Returns what was read, as {@code allowReads} names it: {@code session}, {@code header:x-a}. */
  public String read() {
    return read;
  }
}

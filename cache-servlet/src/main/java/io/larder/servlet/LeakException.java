package io.larder.servlet;

/**
 * Thrown to a handler, or out of the filter, in strict mode alone: its response would have been
 * kept out of the store because the handler has read something of the request that its key does not
 * hold. The cause shows where.
 *
 * <p>For tests of an application: it makes a failure of what would else be a word in {@code
 * Cache-Status}. What is read after the head has left counts too, and is known when the response
 * has ended: then it is thrown out of the filter, or out of {@code complete()} of a handler that
 * has gone asynchronous, and the client has had the response. If it is the container that ends the
 * request, after an asynchronous dispatch, nobody is left to throw it to, and it is logged as a
 * warning.
 */
public final class LeakException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String read;

  LeakException(String path, String read, Throwable where) {
    super(
        "the answer to a request for "
            + path
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

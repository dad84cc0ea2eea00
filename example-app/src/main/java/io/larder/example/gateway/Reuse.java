package io.larder.example.gateway;

import java.io.EOFException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.io.Connection;

/**
 * The connection that a request has begun on, as it was then.
 *
 * @param used whether it had been idle in the pool after another request
 * @param read how many bytes had come on it
 */
record Reuse(Connection connection, boolean used, long read) {
  private static final String MARK = Reuse.class.getName();

  /** Called when a request begins on its connection. */
  static void mark(Request request) {
    if (request.getConnection() instanceof Connection connection) {
      request.attribute(MARK, new Reuse(connection, isUsed(connection), connection.getBytesIn()));
    }
  }

  private static boolean isUsed(Connection connection) {
    return connection.getMessagesIn() > 0;
  }

  /**
   * Whether a request failed because a connection was closed that had been used before, and without
   * a byte of an answer.
   */
  static boolean broke(Result result) {
    Throwable failure = result.getFailure();
    return wasIdle(result.getRequest())
        && (failure instanceof EOFException
            || failure instanceof ClosedChannelException
            || failure instanceof SocketException);
  }

  private static boolean wasIdle(Request request) {
    if (request.getAttributes().get(MARK) instanceof Reuse begun) {
      return begun.used && begun.connection.getBytesIn() == begun.read;
    }
    // Its end was seen before the request had begun.
    return request.getConnection() instanceof Connection connection && isUsed(connection);
  }
}

package io.larder.example.gateway;

import java.io.EOFException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.io.Connection;

/** Tells a connection that was idle in the pool from a new one. */
final class Reuse {
  private static final String REUSED = Reuse.class.getName();

  private Reuse() {}

  /** Called when a request begins on its connection. */
  static void mark(Request request) {
    if (request.getConnection() instanceof Connection connection) {
      request.attribute(REUSED, connection.getMessagesIn() > 0);
    }
  }

  /** Whether a request failed because a connection was closed that had been used before. */
  static boolean broke(Result result) {
    Throwable failure = result.getFailure();
    return Boolean.TRUE.equals(result.getRequest().getAttributes().get(REUSED))
        && (failure instanceof EOFException
            || failure instanceof ClosedChannelException
            || failure instanceof SocketException);
  }
}

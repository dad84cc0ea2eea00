package io.larder.example.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.client.transport.internal.HttpConnectionOverHTTP;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Connects to an origin, and tells a connection that broke from one that ended. Jetty reads a reset
 * as an end, by which a response without length would be complete (RFC 9112 8: unless an error was
 * indicated by the underlying connection).
 */
final class HonestConnector extends ClientConnector {
  /** RFC 9112 9.8: by TLS, an end that was not announced is a broken connection too. */
  @Override
  public ClientConnectionFactory newSslClientConnectionFactory(
      SslContextFactory.Client tls, ClientConnectionFactory connections) {
    SslClientConnectionFactory factory =
        (SslClientConnectionFactory) super.newSslClientConnectionFactory(tls, connections);
    factory.setRequireCloseMessage(true);
    return factory;
  }

  @Override
  protected EndPoint newEndPoint(
      SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
    return new Honest((SocketChannel) channel, selector, key, getScheduler());
  }

  private static final class Honest extends SocketChannelEndPoint {
    Honest(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
      super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      if (isInputShutdown()) {
        return -1;
      }
      int position = BufferUtil.flipToFill(buffer);
      int filled;
      try {
        filled = getChannel().read(buffer);
      } catch (IOException e) {
        shutdownInput();
        if (isAwaited()) {
          throw e;
        }
        filled = -1;
      } finally {
        BufferUtil.flipToFlush(buffer, position);
      }
      if (filled > 0) {
        notIdle();
      } else if (filled < 0) {
        shutdownInput();
      }
      return filled;
    }

    /** Whether somebody waits for a response on it: nobody would close an idle one that fails. */
    private boolean isAwaited() {
      Connection connection = getConnection();
      if (connection instanceof SslConnection tls) {
        connection = tls.getSslEndPoint().getConnection();
      }
      return connection instanceof HttpConnectionOverHTTP http
          && http.getHttpChannel().getHttpExchange() != null;
    }
  }
}

package io.larder.redis;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends writes to a peer that does not read, by closing the socket: there is no timeout for them.
 *
 * <p>Has a thread only while there are such writes and some seconds after. Thread-safe.
 */
final class Watchdog implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  /** Something that writes. */
  interface Writing {
    void run() throws IOException;
  }

  private final ScheduledThreadPoolExecutor executor;

  Watchdog(String where) {
    this(where, Threads::daemon);
  }

  Watchdog(String where, Threads.Maker maker) {
    executor =
        new ScheduledThreadPoolExecutor(
            1, task -> maker.make("larder-redis-watchdog " + where, task));
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Writes, for so long at most.
   *
   * @throws SocketTimeoutException if it took longer; the socket is closed then
   * @throws Threads.None if nobody could end it; nothing is written, and the socket is closed then
   */
  void guard(Socket socket, long nanos, Writing writing) throws IOException {
    Future<?> end;
    try {
      // First, since what is scheduled stays even if there is no thread for it.
      executor.prestartCoreThread();
      end = executor.schedule(() -> closeQuietly(socket), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new SocketException("closed");
    } catch (OutOfMemoryError e) {
      closeQuietly(socket);
      throw new Threads.None(e);
    }
    IOException failure = null;
    try {
      writing.run();
    } catch (IOException e) {
      failure = e;
    }
    if (!end.cancel(false)) {
      SocketTimeoutException late = new SocketTimeoutException("the peer does not read");
      if (failure != null) {
        late.addSuppressed(failure);
      }
      throw late;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Whoever writes to it finds out.
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

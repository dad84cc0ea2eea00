package io.larder.redis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a host's name within a time, which the platform's own resolver does not: it asks as long
 * as its configuration says, often ten seconds and more, and cannot be interrupted.
 *
 * <p>It is asked in a daemon thread, one at most, whose answer all who wait share. The thread ends
 * when the platform's resolver does, and knows nothing but the name. Thread-safe.
 */
final class HostResolver {

  private static final String PART = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

  /** Addresses, which the platform need not resolve. */
  private static final Pattern NO_NAME = Pattern.compile(PART + "(\\." + PART + "){3}|.*:.*");

  /** The platform's resolver, or a test's. */
  interface Platform {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** The resolver did not answer in time. */
  static final class Slow extends SocketTimeoutException {

    private static final long serialVersionUID = 1L;

    Slow(String host) {
      super("the name " + host + " was not resolved in time");
    }
  }

  /** Holds what the thread needs, and not the resolver, nor what that belongs to. */
  private record Question(Platform platform, String host) implements Callable<InetAddress[]> {

    @Override
    public InetAddress[] call() throws UnknownHostException {
      return platform.resolve(host);
    }
  }

  private final Platform platform;
  private final String host;
  private final Threads.Maker maker;
  private @Nullable FutureTask<InetAddress[]> asked;

  HostResolver(Platform platform, String host) {
    this(platform, host, Threads::daemon);
  }

  HostResolver(Platform platform, String host, Threads.Maker maker) {
    this.platform = platform;
    this.host = host;
    this.maker = maker;
  }

  /**
   * Returns the host's addresses, at least one.
   *
   * @throws Slow if they are not known in time
   * @throws UnknownHostException if there are none
   * @throws Threads.None if there is no thread to ask in
   * @throws InterruptedIOException if the caller is interrupted while it waits; its flag is set
   */
  InetAddress[] addresses(long nanos) throws IOException {
    if (NO_NAME.matcher(host).matches()) {
      return platform.resolve(host);
    }
    try {
      return asked().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new Slow(host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException(host);
      unknown.initCause(e.getCause());
      throw unknown;
    }
  }

  /** Returns the answer that is on its way, or asks: the platform has a cache of its own. */
  private synchronized FutureTask<InetAddress[]> asked() throws Threads.None {
    FutureTask<InetAddress[]> task = asked;
    if (task == null || task.isDone()) {
      task = new FutureTask<>(new Question(platform, host));
      Threads.start(maker, "larder-redis-resolver " + host, task);
      // Not before: nobody would ever answer a question that has no thread.
      asked = task;
    }
    return task;
  }
}

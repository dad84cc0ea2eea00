package io.larder.redis.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of a client through a proxy, from its acceptance to its end. Thread-safe. */
final class ProxyLink {
  private static final int CONNECT_MILLIS = 5_000;

  /**
   * Those of links that have ended are used again: a connection through here is to take no longer
   * than others do, and five new threads would be most of its time.
   */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "chaos-proxy-link");
            thread.setDaemon(true);
            return thread;
          });

  private final Socket client;
  private final Socket server = new Socket();
  private final Consumer<ProxyLink> gone;
  private final List<Running> running = new ArrayList<>();
  private boolean ended;

  ProxyLink(Socket client, Consumer<ProxyLink> gone) {
    this.client = client;
    this.gone = gone;
  }

  /** What a thread does for a link, and can be interrupted in by others. */
  private static final class Running extends FutureTask<Void> {
    private volatile @Nullable Thread thread;

    Running(Runnable work) {
      super(work, null);
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      super.run();
    }

    void interrupt() {
      if (thread != Thread.currentThread()) {
        cancel(true);
      }
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Connects to the server and passes on, in four threads. */
  void start(InetSocketAddress target, ProxyValve questions, ProxyValve answers) {
    start(() -> connect(target, questions, answers));
  }

  private void connect(InetSocketAddress target, ProxyValve questions, ProxyValve answers)
      throws IOException {
    try {
      server.connect(target, CONNECT_MILLIS);
    } catch (IOException e) {
      // As near to a refusal as one that has accepted already can come.
      end(true);
      throw e;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    ProxyLane there = new ProxyLane(client.getInputStream(), server.getOutputStream(), questions);
    ProxyLane back = new ProxyLane(server.getInputStream(), client.getOutputStream(), answers);
    start(() -> there.read(back));
    start(() -> back.read(there));
    start(() -> passOn(there, back));
    start(() -> passOn(back, there));
  }

  private void passOn(ProxyLane lane, ProxyLane other) throws IOException, InterruptedException {
    try {
      lane.write(other);
    } finally {
      end(false);
    }
  }

  private synchronized void start(Work work) {
    if (!ended) {
      Running task = new Running(() -> quietly(work));
      running.add(task);
      THREADS.execute(task);
    }
  }

  private void quietly(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      // A side has broken off, so there is nobody to pass anything on to.
      end(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends both sides; with a reset instead of an orderly end if so wanted. */
  void end(boolean reset) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      close(client, reset);
      close(server, reset);
      running.forEach(Running::interrupt);
    }
    gone.accept(this);
  }

  private static void close(Socket socket, boolean reset) {
    try (socket) {
      if (reset && !socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException ignored) {
      // It is gone already.
    }
  }
}

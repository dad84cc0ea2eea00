package io.larder.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * One direction of one connection: a thread that reads and passes on, and a second one that passes
 * on where there is a latency, so that it delays what follows no further.
 */
final class ProxyLane {
  private static final int CHUNK = 16 << 10;

  /** With a latency, so much may be on its way; without one, nothing is read before its turn. */
  private static final int ON_ITS_WAY = 4 << 20;

  /** What has been read at once, and when; without bytes it is the end. */
  private record Chunk(byte[] bytes, long came) {
    boolean isEnd() {
      return bytes.length == 0;
    }
  }

  private final InputStream in;
  private final OutputStream out;
  private final ProxyValve valve;
  private final Queue<Chunk> chunks = new ArrayDeque<>();
  private int waiting;
  private volatile int passed;

  ProxyLane(InputStream in, OutputStream out, ProxyValve valve) {
    this.in = in;
    this.out = out;
    this.valve = valve;
  }

  /** Begins to count anew what is passed on at once: the other side has said something. */
  void restart() {
    passed = 0;
  }

  /** Reads until the end of what comes, and passes on what is due at once. */
  void read(ProxyLane other) throws IOException, InterruptedException {
    byte[] bytes = new byte[CHUNK];
    int read = 0;
    while (read >= 0) {
      valve.awaitPassing();
      awaitRoom();
      try {
        read = in.read(bytes);
      } catch (IOException e) {
        // A side that has broken off is no news either where nothing passes.
        valve.awaitPassing();
        throw e;
      }
      Chunk chunk = new Chunk(Arrays.copyOf(bytes, Math.max(read, 0)), System.nanoTime());
      if (chunk.isEnd() || !isNext()) {
        put(chunk);
      } else {
        pass(chunk, other);
      }
    }
  }

  /** Whether what has been read now is due as soon as anything passes, and nothing before it. */
  private synchronized boolean isNext() {
    return waiting == 0 && valve.flow().latency().isZero();
  }

  private synchronized void awaitRoom() throws InterruptedException {
    while (waiting > (valve.flow().latency().isZero() ? 0 : ON_ITS_WAY)) {
      wait();
    }
  }

  private synchronized void put(Chunk chunk) {
    chunks.add(chunk);
    waiting += chunk.bytes().length;
    notifyAll();
  }

  private synchronized Chunk next() throws InterruptedException {
    while (chunks.isEmpty()) {
      wait();
    }
    return chunks.element();
  }

  private synchronized void done() {
    waiting -= chunks.remove().bytes().length;
    notifyAll();
  }

  /** Passes on what has to wait, until the end of what is read. */
  void write(ProxyLane other) throws IOException, InterruptedException {
    Chunk chunk = next();
    while (!chunk.isEnd()) {
      pass(chunk, other);
      done();
      chunk = next();
    }
    awaitDue(chunk);
  }

  private void pass(Chunk chunk, ProxyLane other) throws IOException, InterruptedException {
    awaitDue(chunk);
    other.restart();
    int at = 0;
    while (at < chunk.bytes().length) {
      at += pass(chunk, at);
    }
  }

  private void awaitDue(Chunk chunk) throws InterruptedException {
    ProxyFlow flow;
    do {
      valve.awaitPassing();
      flow = valve.flow();
      valve.awaitTime(chunk.came() + flow.latency().toNanos(), flow);
    } while (!flow.passes() || !flow.equals(valve.flow()));
  }

  /** Passes on a part of a chunk, and returns its length; 0 if the flow has changed meanwhile. */
  private int pass(Chunk chunk, int at) throws IOException, InterruptedException {
    valve.awaitPassing();
    ProxyFlow flow = valve.flow();
    int left = chunk.bytes().length - at;
    int length;
    if (!flow.passes()) {
      return 0;
    }
    if (passed < flow.upfront()) {
      length = Math.min(left, flow.upfront() - passed);
    } else {
      length = Math.min(left, flow.piece());
      valve.awaitTime(System.nanoTime() + flow.pause().toNanos(), flow);
      if (!flow.equals(valve.flow())) {
        return 0;
      }
    }
    // Counted before: who gets it may answer, and have us count anew, before the write returns.
    passed = Math.min(passed + length, Integer.MAX_VALUE / 2);
    out.write(chunk.bytes(), at, length);
    return length;
  }
}

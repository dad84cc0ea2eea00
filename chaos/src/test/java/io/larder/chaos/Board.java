package io.larder.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What all processes of a run share, in a mapped file: one clock that counts moments, which orders
 * what happens in them without any of their own clocks, how often each has asked the origin, and
 * which password the store has.
 *
 * <p>Thread-safe, between processes too.
 */
final class Board {

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int MOMENTS = 0;
  private static final int PASSWORD = 64; // beside the clock, in a cache line of its own
  private static final int ORIGIN_CALLS = 128;
  private static final int BYTES = 4096;
  private static final int MOST_NODES = (BYTES - ORIGIN_CALLS) / Long.BYTES;

  private final ByteBuffer bytes;

  private Board(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Opens the board in this file, which is made if there is none. */
  static Board open(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Board(channel.map(MapMode.READ_WRITE, 0, BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a moment that is after all that were returned before, to whomever. */
  long moment() {
    return 1 + (long) LONGS.getAndAdd(bytes, MOMENTS, 1L);
  }

  /** Returns which password the store has; see {@link Site#password}. */
  long password() {
    return (long) LONGS.getVolatile(bytes, PASSWORD);
  }

  /** Tells all which password the store has from now on. */
  void password(long number) {
    LONGS.setVolatile(bytes, PASSWORD, number);
  }

  /** Counts that a node has asked the origin. */
  void countOriginCall(int node) {
    if (node < 0 || node >= MOST_NODES) {
      throw new IllegalArgumentException("There is no room for node " + node);
    }
    long before = (long) LONGS.getAndAdd(bytes, ORIGIN_CALLS + node * Long.BYTES, 1L);
    assert before >= 0;
  }

  /** Returns how often the first so many nodes have asked the origin. */
  long originCalls(int nodes) {
    long sum = 0;
    for (int node = 0; node < nodes; node++) {
      sum += (long) LONGS.getVolatile(bytes, ORIGIN_CALLS + node * Long.BYTES);
    }
    return sum;
  }
}

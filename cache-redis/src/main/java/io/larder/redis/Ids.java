package io.larder.redis;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** The random ids of writes. Two that are equal are as likely as any two numbers of 64 bits. */
final class Ids {

  private Ids() {}

  static long next() {
    long id;
    do {
      id = ThreadLocalRandom.current().nextLong();
    } while (id == 0);
    return id;
  }

  static byte[] bytes(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  /** Returns a set mark and an id, as they stand side by side in an envelope. */
  static byte[] marked(long id) {
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) 1).putLong(id).array();
  }
}

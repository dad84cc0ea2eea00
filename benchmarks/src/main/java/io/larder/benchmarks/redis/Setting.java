package io.larder.benchmarks.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.benchmarks.Payload;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What all contenders are given.
 *
 * @param redis the server's database
 * @param bytes the size of each value, at least 200
 * @param keys how many keys are asked for in turn
 */
record Setting(URI redis, int bytes, int keys) {

  static final Duration TTL = Duration.ofHours(1);

  /** What all of Larder's keys begin with in Redis. */
  static final String NAMESPACE = "bench";

  /** Nothing that is measured carries it. */
  static final String UNRELATED = "unrelated";

  String[] names() {
    String[] names = new String[keys];
    for (int i = 0; i < keys; i++) {
      names[i] = name(i);
    }
    return names;
  }

  static String name(int i) {
    return "http://localhost:5000/universities?country=" + i;
  }

  /** Returns the value of one key, which differs from all others. */
  byte[] value(int i) {
    byte[] value = Payload.json(bytes);
    byte[] number = Integer.toString(i).getBytes(US_ASCII);
    System.arraycopy(number, 0, value, 10, number.length);
    return value;
  }

  /**
   * Compares a value with the one that the key has to have.
   *
   * @throws IllegalStateException if it is another one, or none
   */
  void verify(int i, byte @Nullable [] found) {
    if (!Arrays.equals(found, value(i))) {
      throw new IllegalStateException("the value of " + name(i) + " is not what was stored");
    }
  }

  /**
   * Compares the sum of some values' lengths with what it has to be.
   *
   * @throws IllegalStateException if it differs
   */
  void requireBytes(long sum, int times) {
    if (sum != (long) times * bytes) {
      throw new IllegalStateException(
          times + " values have " + sum + " bytes, and not " + bytes + " each");
    }
  }

  static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalStateException(what);
    }
  }
}

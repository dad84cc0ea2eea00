package io.larder.redis.testing;

import java.io.IOException;

/** The fixture's server as a program, for tests that are none of this build's. */
final class SharedRedis {

  private SharedRedis() {}

  /** Says {@code redis <url>} when the server answers, and ends with standard input. */
  public static void main(String[] args) throws IOException {
    System.out.println("redis " + RedisFixture.shared().url());
    while (System.in.read() >= 0) {
      // until the one who started this has had enough
    }
  }
}

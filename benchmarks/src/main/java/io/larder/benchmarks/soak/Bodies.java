package io.larder.benchmarks.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Bodies that say of themselves to whom and what they are the answer. */
final class Bodies {

  static final int SMALL = 700;
  static final int LARGE = 60_000;

  private Bodies() {}

  /** Returns so many bytes: this text again and again, each time on a line of its own. */
  static byte[] of(String text, int size) {
    byte[] line = (text + "\n").getBytes(ISO_8859_1);
    byte[] body = new byte[size];
    for (int at = 0; at < size; at += line.length) {
      System.arraycopy(line, 0, body, at, Math.min(line.length, size - at));
    }
    return body;
  }
}

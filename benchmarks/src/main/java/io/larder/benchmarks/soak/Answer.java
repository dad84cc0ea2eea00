package io.larder.benchmarks.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;

/** What came over the wire. The body lies in a buffer that the next answer overwrites. */
final class Answer {

  private final int status;
  private final String head;
  private final byte[] buffer;
  private final int length;

  /**
   * Creates one.
   *
   * @param head the status line and the fields, each ended by CR and LF
   * @param buffer where the body lies, from 0 on; it is not copied
   * @param length how long the body is
   */
  Answer(int status, String head, byte[] buffer, int length) {
    this.status = status;
    this.head = head;
    this.buffer = buffer;
    this.length = length;
  }

  int status() {
    return status;
  }

  /** Returns the length of the body. */
  int length() {
    return length;
  }

  /** Returns the first value of that field; empty if there is none. */
  String field(String name) {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
    if (at < 0) {
      return "";
    }
    int begin = head.indexOf(':', at) + 1;
    return head.substring(begin, head.indexOf("\r\n", begin)).strip();
  }

  boolean isHit() {
    return head.contains("larder; hit");
  }

  /** Whether the body is this and nothing else. */
  boolean is(byte[] expected) {
    return Arrays.equals(buffer, 0, length, expected, 0, expected.length);
  }

  /** Whether the body begins so. */
  boolean begins(String text) {
    return text().startsWith(text);
  }

  /** Returns the body's beginning. */
  String text() {
    return new String(buffer, 0, Math.min(length, 400), ISO_8859_1);
  }

  @Override
  public String toString() {
    return head.replace("\r\n", " | ") + text();
  }
}

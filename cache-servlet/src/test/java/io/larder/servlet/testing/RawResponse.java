package io.larder.servlet.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A response as it came over the wire.
 *
 * @param statusLine the status line
 * @param fields the field lines, as "Name: value"
 * @param body the body, without its transfer coding
 * @param trailers the trailer lines
 * @param complete whether the body ended as its head promised
 */
public record RawResponse(
    String statusLine, List<String> fields, byte[] body, List<String> trailers, boolean complete) {

  public int status() {
    return Integer.parseInt(statusLine.split(" ", 3)[1]);
  }

  /** The values of the field lines of that name, in order. */
  public List<String> all(String name) {
    String start = name + ":";
    return fields.stream()
        .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
        .map(line -> line.substring(start.length()).trim())
        .toList();
  }

  /** The value of the first field line of that name, or null. */
  public String first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? null : all.get(0);
  }

  /** The body, a character a byte. */
  public String text() {
    return new String(body, StandardCharsets.ISO_8859_1);
  }
}

package io.larder.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content of a 206 with several ranges (RFC 9110, 14.6; RFC 2046, 5.1.1).
 *
 * <p>All or nothing: each part has a {@code Content-Range} and exactly as many bytes as it says,
 * all are of one length, and behind the last one stands the end. Whatever looks like a boundary
 * within the bytes of a part is content, since the length is known.
 */
public final class MultipartParts {
  /** The most parts that are read: 256. */
  public static final int MAX = 256;

  private static final int MAX_LINE = 8192;

  private final byte[] body;
  private final byte[] delimiter;
  private int at;

  /**
   * One part.
   *
   * @param range the bytes that it carries, and of how many; has a range
   * @param contentType its {@code Content-Type}, or null
   * @param offset where its bytes begin in the body that was read; there are {@code range.length()}
   */
  public record Part(ContentRange range, @Nullable String contentType, int offset) {}

  private MultipartParts(byte[] body, String boundary) {
    this.body = body;
    this.delimiter = ("--" + boundary).getBytes(ISO_8859_1);
  }

  /**
   * The parts in the order in which they came; empty if the type is no {@code multipart/byteranges}
   * with a boundary, or the body is not what it should be.
   */
  public static Optional<List<Part>> read(String contentType, byte[] body) {
    String boundary = boundary(contentType);
    return boundary == null ? Optional.empty() : new MultipartParts(body, boundary).parts();
  }

  /** Whether a {@code Content-Type} is that of several ranges. */
  static boolean isMultipart(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().equalsIgnoreCase("multipart/byteranges");
  }

  private Optional<List<Part>> parts() {
    if (!skipPreamble()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    while (true) {
      if (startsAt(at, "--")) {
        return parts.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(parts));
      }
      String padding = line();
      Part part = padding == null || !padding.isBlank() ? null : part();
      if (part == null
          || parts.size() == MAX
          || (!parts.isEmpty()
              && !Objects.equals(part.range().total(), parts.get(0).range().total()))) {
        return Optional.empty();
      }
      parts.add(part);
      if (!startsAt(at, "\r\n") || !delimiterAt(at + 2)) {
        return Optional.empty();
      }
      at += 2 + delimiter.length;
    }
  }

  /** The part whose head begins here; null if it is not as it should be. */
  private @Nullable Part part() {
    String type = null;
    ContentRange range = null;
    while (true) {
      String line = line();
      if (line == null) {
        return null;
      }
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (name.equalsIgnoreCase(FieldNames.CONTENT_TYPE)) {
        type = line.substring(colon + 1).strip();
      } else if (name.equalsIgnoreCase(FieldNames.CONTENT_RANGE)) {
        if (range != null) {
          return null;
        }
        range = ContentRange.parse(line.substring(colon + 1)).orElse(null);
      }
    }
    ByteRange bytes = range == null ? null : range.range();
    if (range == null || bytes == null || bytes.length() > body.length - at) {
      return null;
    }
    int offset = at;
    at += (int) bytes.length();
    return new Part(range, type, offset);
  }

  /** To behind the first delimiter. */
  private boolean skipPreamble() {
    for (; at + delimiter.length <= body.length; at++) {
      if ((at == 0 || body[at - 1] == '\n') && delimiterAt(at)) {
        at += delimiter.length;
        return true;
      }
    }
    return false;
  }

  /** The line that begins here, without its end; null if it has none or is too long. */
  private @Nullable String line() {
    for (int end = at; end < body.length && end - at <= MAX_LINE; end++) {
      if (body[end] == '\r' && startsAt(end, "\r\n")) {
        String line = new String(body, at, end - at, ISO_8859_1);
        at = end + 2;
        return line;
      }
    }
    return null;
  }

  private boolean delimiterAt(int index) {
    if (index + delimiter.length > body.length) {
      return false;
    }
    for (int i = 0; i < delimiter.length; i++) {
      if (body[index + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean startsAt(int index, String text) {
    if (index + text.length() > body.length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (body[index + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9110, 5.6.6 and 8.3.1. */
  private static @Nullable String boundary(String contentType) {
    int semicolon = contentType.indexOf(';');
    if (semicolon < 0 || !isMultipart(contentType)) {
      return null;
    }
    for (int at = semicolon; at >= 0 && at < contentType.length(); ) {
      int equals = contentType.indexOf('=', at);
      if (equals < 0) {
        return null;
      }
      String name = contentType.substring(at + 1, equals).strip();
      int end;
      String value;
      if (equals + 1 < contentType.length() && contentType.charAt(equals + 1) == '"') {
        int close = FieldLists.closingQuote(contentType, equals + 1);
        if (close < 0) {
          return null;
        }
        value = FieldLists.unquote(contentType, equals + 1, close);
        end = contentType.indexOf(';', close);
      } else {
        end = contentType.indexOf(';', equals);
        value = contentType.substring(equals + 1, end < 0 ? contentType.length() : end).strip();
      }
      if (name.equalsIgnoreCase("boundary")) {
        return value.isEmpty() || value.length() > 70 ? null : value;
      }
      at = end;
    }
    return null;
  }
}

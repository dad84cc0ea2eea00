package io.larder.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What getWriter does to the encoding of a response. */
final class Encodings {
  private static final Pattern CHARSET =
      Pattern.compile("\\s*;\\s*charset\\s*=\\s*(\"[^\"]*\"|[^;\\s]*)", Pattern.CASE_INSENSITIVE);

  private Encodings() {}

  /**
   * Fixes the encoding as getWriter does: from now on it stands in Content-Type (Servlet 6.0, 5.6).
   * The container's own getWriter cannot be called for that, since bytes are written afterwards.
   */
  static Charset fix(HttpServletResponse response, Server server)
      throws UnsupportedEncodingException {
    String name = nameOf(response);
    if (name.isEmpty()) {
      return StandardCharsets.ISO_8859_1; // Jetty, of what is no text: images above all
    }
    Charset charset = charset(response);
    String type = response.getContentType();
    boolean plainJson = server == Server.JETTY && isJson(type) && name.equalsIgnoreCase("utf-8");
    if (!plainJson && !hasCharset(type)) {
      response.setCharacterEncoding(name);
    }
    return charset;
  }

  /**
   * The encoding of the response as it stands.
   *
   * @throws UnsupportedEncodingException if this platform has none of that name
   */
  static Charset charset(HttpServletResponse response) throws UnsupportedEncodingException {
    String name = nameOf(response);
    Charset charset;
    try {
      charset = Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw unsupported(name, e);
    }
    if (!charset.canEncode()) {
      throw unsupported(name, null);
    }
    return charset;
  }

  private static String nameOf(HttpServletResponse response) {
    String name = response.getCharacterEncoding();
    return name == null ? "ISO-8859-1" : name;
  }

  private static UnsupportedEncodingException unsupported(String name, @Nullable Exception cause) {
    UnsupportedEncodingException thrown = new UnsupportedEncodingException(name);
    thrown.initCause(cause);
    return thrown;
  }

  private static boolean hasCharset(@Nullable String type) {
    return type != null && CHARSET.matcher(type).find();
  }

  /** JSON is UTF-8 without saying so (RFC 8259, 11), and Jetty does not say so either. */
  private static boolean isJson(@Nullable String type) {
    if (type == null) {
      return false;
    }
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("application/json")
        || lower.startsWith("text/json")
        || lower.contains("+json");
  }

  /** That type, without an encoding that comes too late to count. */
  static @Nullable String withoutCharset(@Nullable String type) {
    return type == null ? null : CHARSET.matcher(type).replaceAll("");
  }

  /** A length that was announced as a field, or -1 if that is none. */
  static long length(@Nullable String value) {
    try {
      return value == null ? -1 : Long.parseLong(value.trim());
    } catch (NumberFormatException e) {
      return -1; // the container judges it
    }
  }
}

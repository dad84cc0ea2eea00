package io.larder.servlet;

import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the head of a response out of a container's response. */
final class Heads {
  private Heads() {}

  /**
   * The head as the handler left it. Containers keep some fields elsewhere until the head leaves:
   * Content-Type, -Length and -Language (Tomcat), cookies (Undertow); they are added at the end.
   *
   * @param announced the Content-Length, or less than 0
   * @param language the Content-Language, if it was set as a locale
   * @param cookies the cookies that were added
   */
  static ResponseHead of(
      HttpServletResponse response,
      long announced,
      @Nullable String language,
      List<String> cookies) {
    HttpFields.Builder fields = HttpFields.builder();
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : response.getHeaderNames()) {
      if (name != null && seen.add(name)) {
        for (String value : response.getHeaders(name)) {
          if (value != null) {
            fields.add(name, value);
          }
        }
      }
    }
    String type = response.getContentType();
    if (type != null && !seen.contains("Content-Type")) {
      fields.add("Content-Type", type);
    }
    if (announced >= 0 && !seen.contains("Content-Length")) {
      fields.add("Content-Length", Long.toString(announced));
    }
    if (language != null && !seen.contains("Content-Language")) {
      fields.add("Content-Language", language);
    }
    if (!seen.contains("Set-Cookie")) {
      for (String cookie : cookies) {
        fields.add("Set-Cookie", cookie);
      }
    }
    return new ResponseHead(response.getStatus(), fields.build());
  }

  /** Whether responses of that status have no body (RFC 9110, 6.4.1). */
  static boolean bodiless(int status) {
    return status < 200 || status == 204 || status == 304;
  }

  /** Whether it is a stream of server-sent events, which ends when somebody hangs up. */
  static boolean isEventStream(ResponseHead head) {
    String type = head.fields().first("Content-Type");
    return type != null && type.trim().toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }
}

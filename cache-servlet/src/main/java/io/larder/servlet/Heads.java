package io.larder.servlet;

import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response, with what containers keep where nobody sees it until the head leaves:
 * Content-Type, Content-Length and Content-Language (Tomcat), cookies (Undertow).
 */
final class Heads {
  private final HttpServletResponse response;
  private final List<String> cookies = new ArrayList<>(0);
  private final SaidLines said = new SaidLines();
  private long announced = -1;
  private @Nullable String language;

  Heads(HttpServletResponse response) {
    this.response = response;
  }

  /** The length that was announced for the body, or less than 0. */
  long announced() {
    return announced;
  }

  void announce(long length) {
    announced = length;
  }

  /** What the handler has said of fields. */
  SaidLines said() {
    return said;
  }

  void setLanguage(@Nullable Locale locale) {
    language = locale == null ? null : locale.toLanguageTag();
  }

  void addCookie(Cookie cookie) {
    cookies.add(cookie.getName() + '=' + cookie.getValue());
  }

  /** Forgets what a reset takes back; cookies stay, since a response that had some is personal. */
  void reset() {
    announced = -1;
    language = null;
    said.clear();
  }

  /** Reads the head as the handler left it, hidden fields at the end. */
  ResponseHead read() {
    HttpFields.Builder fields = said.inOrder(shown(response));
    String type = response.getContentType();
    // Undertow's getter remembers a type that a reset has taken from the fields.
    boolean hidden = Server.of(response) == Server.OTHER;
    if (type != null && hidden && !fields.contains("Content-Type")) {
      fields.add("Content-Type", type);
    }
    if (announced >= 0 && !fields.contains("Content-Length")) {
      fields.add("Content-Length", Long.toString(announced));
    }
    if (language != null && !fields.contains("Content-Language")) {
      fields.add("Content-Language", language);
    }
    if (!fields.contains("Set-Cookie")) {
      for (String cookie : cookies) {
        fields.add("Set-Cookie", cookie);
      }
    }
    return new ResponseHead(response.getStatus(), fields.build());
  }

  /** The fields that a container shows; it may name one as often as it has lines. */
  static HttpFields.Builder shown(HttpServletResponse response) {
    HttpFields.Builder fields = HttpFields.builder();
    for (String name : response.getHeaderNames()) {
      if (name != null && !fields.contains(name)) {
        for (String value : response.getHeaders(name)) {
          if (value != null) {
            fields.add(name, value);
          }
        }
      }
    }
    return fields;
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

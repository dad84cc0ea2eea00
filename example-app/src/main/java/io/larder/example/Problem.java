package io.larder.example;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An error as JSON, RFC 9457.
 *
 * @param type always {@code about:blank}: the status says it all, and the title is the status's own
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what went wrong this time
 */
@JsonPropertyOrder({"type", "title", "status", "detail"})
record Problem(String type, String title, int status, String detail) {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  static Problem badRequest(String detail) {
    return new Problem("about:blank", "Bad Request", 400, detail);
  }

  static Problem of(UpstreamException failure) {
    String detail = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case SLOW -> new Problem("about:blank", "Gateway Timeout", 504, detail);
      case DOWN, RUBBISH -> new Problem("about:blank", "Bad Gateway", 502, detail);
    };
  }

  /** Answers with it; no cache may keep it, since the next try may go well. */
  void writeTo(HttpServletResponse response) throws IOException {
    byte[] body = MAPPER.writeValueAsBytes(this);
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

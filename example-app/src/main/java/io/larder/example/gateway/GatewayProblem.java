package io.larder.example.gateway;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the gateway itself says where it has no answer of the origin, as JSON by RFC 9457. No cache
 * may keep it: the next try may go well.
 *
 * @param type always {@code about:blank}: the status says it all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what went wrong this time
 */
@JsonPropertyOrder({"type", "title", "status", "detail"})
record GatewayProblem(String type, String title, int status, String detail) {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** The exchange with the origin failed before its answer began. */
  static GatewayProblem of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
        return problem("Gateway Timeout", 504, "the origin does not answer in time");
      }
      if (cause instanceof RejectedExecutionException) {
        return problem("Service Unavailable", 503, "too many requests wait for the origin");
      }
    }
    if (OriginTls.isDistrust(failure)) {
      return problem("Bad Gateway", 502, "the origin's certificate is not trusted");
    }
    return problem("Bad Gateway", 502, "the origin cannot be reached, or its answer is no HTTP");
  }

  /** The request has been here before. */
  static GatewayProblem loop() {
    return problem("Loop Detected", 508, "the origin leads back to this gateway");
  }

  /** The request's target cannot be passed on byte for byte. */
  static GatewayProblem badTarget() {
    return problem("Bad Request", 400, "the target has a fragment, or octets that are no UTF-8");
  }

  /** The request's content could not be read to its end. */
  static GatewayProblem badContent(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return problem("Request Timeout", 408, "the request's content does not come in time");
      }
    }
    return problem("Bad Request", 400, "the request's content is malformed or incomplete");
  }

  static GatewayProblem noTunnel() {
    return problem("Not Implemented", 501, "this is no proxy that opens tunnels");
  }

  private static GatewayProblem problem(String title, int status, String detail) {
    return new GatewayProblem("about:blank", title, status, detail);
  }

  /** Makes a response of it that has not begun yet. */
  void answer(HttpServletResponse response) throws IOException {
    byte[] body = MAPPER.writeValueAsBytes(this);
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

package io.larder.example;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.larder.cache.Health;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /healthz}: 200 as long as the application serves, which it does without its store too;
 * the body says whether that can be reached.
 */
final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient HealthProbe probe;

  HealthServlet(HealthProbe probe) {
    this.probe = probe;
  }

  /** The body. */
  @JsonPropertyOrder({"status", "store"})
  record Body(String status, Store store) {}

  /** What the body says of the store. */
  @JsonPropertyOrder({"reachable", "detail"})
  record Store(boolean reachable, String detail) {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Health health = probe.ask();
    Body answer = new Body("up", new Store(health.reachable(), health.detail()));
    byte[] body = JsonMapper.shared().writeValueAsBytes(answer);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

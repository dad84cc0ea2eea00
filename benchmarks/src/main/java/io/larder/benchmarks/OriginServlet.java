package io.larder.benchmarks;

import io.larder.cache.annotation.Cached;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The application whose answers are cached: one annotation, as in the example. */
@Cached(
    ttl = "50m",
    params = {"country", "name"},
    tags = "country:{country}")
final class OriginServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final byte[] body;

  OriginServlet(byte[] body) {
    this.body = body.clone();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

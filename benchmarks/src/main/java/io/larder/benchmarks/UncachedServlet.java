package io.larder.benchmarks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application whose answers are for nobody else. */
class UncachedServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final byte[] body;

  UncachedServlet(byte[] body) {
    this.body = body.clone();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

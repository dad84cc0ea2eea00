package io.larder.docs;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows nothing of a cache; counts how often it was asked. */
public final class PlainServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final AtomicInteger asked = new AtomicInteger();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean json = request.getRequestURI().endsWith(".json");
    response.setContentType(json ? "application/json" : "text/plain");
    response.getWriter().print("no. " + asked.incrementAndGet());
  }
}

package io.larder.docs;

import io.larder.cache.annotation.Cached;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The servlet of docs/from-flask-caching.md; counts how often it was asked. */
// tag::flask-servlet
@Cached(ttl = "30s")
public final class UniversitiesPage extends HttpServlet {
  // end::flask-servlet

  private static final long serialVersionUID = 1L;

  private final AtomicInteger asked = new AtomicInteger();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.getWriter().print("no. " + asked.incrementAndGet());
  }
}

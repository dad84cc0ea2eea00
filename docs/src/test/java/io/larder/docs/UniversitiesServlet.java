package io.larder.docs;

import io.larder.cache.annotation.Cached;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The servlet of the pages; counts how often it was asked. */
// tag::servlet
@Cached(
    ttl = "30s",
    params = {"country", "name"},
    tags = "country:{country}")
public final class UniversitiesServlet extends HttpServlet {
  // end::servlet

  private static final long serialVersionUID = 1L;

  private final AtomicInteger asked = new AtomicInteger();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response
        .getWriter()
        .print(
            "universities of "
                + request.getParameter("country")
                + ", no. "
                + asked.incrementAndGet());
  }
}

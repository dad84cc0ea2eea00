package io.larder.benchmarks;

import io.larder.cache.Page;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Writes the head that a hit has, and the bytes that it is given: what a hit is measured by. */
final class BareServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Page page;
  private final transient Supplier<byte[]> body;

  /** Creates one that gets its bytes anew for each request. */
  BareServlet(Page page, Supplier<byte[]> body) {
    this.page = page;
    this.body = body;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] bytes = body.get();
    for (int i = 0; i < page.fieldCount(); i++) {
      response.setHeader(page.name(i), page.value(i));
    }
    response.setHeader("Age", "1");
    response.setHeader("Cache-Status", "larder; hit; ttl=2999");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}

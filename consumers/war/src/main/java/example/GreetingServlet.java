package example;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Greets, and counts how often it was asked; it knows nothing of a cache. */
public final class GreetingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final AtomicInteger asked = new AtomicInteger();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response
        .getWriter()
        .println("Hello " + request.getParameter("name") + ", no. " + asked.incrementAndGet());
  }
}

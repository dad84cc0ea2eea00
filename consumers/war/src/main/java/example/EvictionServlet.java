package example;

import io.larder.cache.Larder;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Evicts a page by its key or ends all pages of a tag. */
public final class EvictionServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Larder larder = (Larder) getServletContext().getAttribute(Larder.class.getName());
    String key = request.getParameter("key");
    response
        .getWriter()
        .println(
            key != null
                ? larder.pages().evict(key)
                : larder.invalidate(request.getParameter("tag")));
  }
}

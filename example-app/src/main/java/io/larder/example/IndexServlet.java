package io.larder.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /}: what can be asked. */
final class IndexServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String TEXT =
      """
      What can be asked:
        GET /universities?country=Germany              the universities of a country
        GET /universities?country=Germany&name=Berlin  those whose name has a word in it
        POST /universities/refresh?country=Germany     ends what is kept of that country
        GET /healthz                                   whether the store can be reached
      The header Cache-Status says what the cache did: curl -i shows it.
      """;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = TEXT.getBytes(UTF_8);
    response.setContentType("text/plain;charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

package io.larder.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Begins a response, waits until its client has gone, goes on, and keeps quiet about it. */
final class GoneServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, CountDownLatch> gone = new ConcurrentHashMap<>();

  /** Says that the client of that query has gone. */
  CountDownLatch of(String query) {
    return gone.computeIfAbsent(query, ignored -> new CountDownLatch(1));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String query = request.getQueryString();
    response.setContentType("text/plain;charset=us-ascii");
    write(query, response);
    try {
      if (!of(query).await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The client is still there");
      }
      for (int i = 0; i < 100; i++) {
        write(query, response);
      }
    } catch (IOException e) {
      log("swallowed as some handlers do: " + e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(String query, HttpServletResponse response) throws IOException {
    byte[] piece = Cases.bytes(5000);
    if (query.equals("writer")) {
      response.getWriter().write(new String(piece, StandardCharsets.US_ASCII));
      response.getWriter().flush();
    } else {
      response.getOutputStream().write(piece);
      response.flushBuffer();
    }
  }
}

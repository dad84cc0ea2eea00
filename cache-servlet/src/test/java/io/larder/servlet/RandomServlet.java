package io.larder.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Writes a body that a seed determines, in pieces, announced or not, flushed here and there. */
final class RandomServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The body of that seed. */
  static byte[] body(long seed) {
    Random random = new Random(seed);
    int length = random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(1_000_000);
    return Cases.bytes(length);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long seed = Long.parseLong(request.getParameter("seed"));
    byte[] body = body(seed);
    Random random = new Random(~seed);
    response.setContentType("text/plain;charset=us-ascii");
    if (random.nextBoolean()) {
      response.setContentLength(body.length);
    }
    boolean characters = random.nextBoolean();
    boolean swallows = random.nextBoolean();
    try {
      for (int at = 0; at < body.length; ) {
        int length = Math.min(1 + random.nextInt(60_000), body.length - at);
        byte[] piece = Arrays.copyOfRange(body, at, at + length);
        if (characters) {
          response.getWriter().write(new String(piece, StandardCharsets.US_ASCII));
        } else {
          response.getOutputStream().write(piece);
        }
        if (random.nextInt(5) == 0) {
          response.flushBuffer();
        }
        at += length;
      }
    } catch (IOException e) {
      if (!swallows) {
        throw e;
      }
    }
  }
}

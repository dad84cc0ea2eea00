package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An origin of pages that come in versions, and in parts for whoever asks for these. */
final class RangedPages {
  static final int LENGTH = 3_000;
  private static final String BOUNDARY = "0-the-next-part-0";

  /** How the origin writes. */
  enum Way {
    IN_THE_CHAIN,
    IN_A_THREAD,
    WITHOUT_BLOCKING
  }

  final AtomicInteger version = new AtomicInteger(1);
  final AtomicLong sent = new AtomicLong();
  private final Way way;

  RangedPages(Way way) {
    this.way = way;
  }

  static byte[] content(String etag) {
    byte[] content = new byte[LENGTH];
    new Random(etag.hashCode()).nextBytes(content);
    return content;
  }

  String etag() {
    return "\"v" + version.get() + "\"";
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String etag = etag();
    response.setHeader("ETag", etag);
    response.setHeader("Cache-Control", "max-age=600");
    if (etag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(304);
      return;
    }
    byte[] content = content(etag);
    String only = request.getHeader("If-Range");
    String range = only == null || only.equals(etag) ? request.getHeader("Range") : null;
    List<int[]> ranges = range == null ? List.of() : ranges(range);
    byte[] body = content;
    response.setContentType("text/plain");
    if (ranges.size() == 1) {
      int[] one = ranges.get(0);
      response.setStatus(206);
      response.setHeader("Content-Range", contentRange(one));
      body = Arrays.copyOfRange(content, one[0], one[1] + 1);
    } else if (ranges.size() > 1) {
      response.setStatus(206);
      response.setContentType("multipart/byteranges; boundary=" + BOUNDARY);
      body = parts(content, ranges);
    }
    sent.addAndGet(body.length);
    response.setContentLength(body.length);
    write(request, response, body);
  }

  private static String contentRange(int[] range) {
    return "bytes " + range[0] + "-" + range[1] + "/" + LENGTH;
  }

  private static List<int[]> ranges(String value) {
    List<int[]> ranges = new ArrayList<>();
    for (String each : value.substring("bytes=".length()).split(",")) {
      String[] ends = each.strip().split("-", 2);
      int first =
          ends[0].isEmpty() ? LENGTH - Integer.parseInt(ends[1]) : Integer.parseInt(ends[0]);
      int last = ends[0].isEmpty() || ends[1].isEmpty() ? LENGTH - 1 : Integer.parseInt(ends[1]);
      ranges.add(new int[] {Math.max(0, first), Math.min(LENGTH - 1, last)});
    }
    return ranges;
  }

  private static byte[] parts(byte[] content, List<int[]> ranges) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int[] each : ranges) {
      String head =
          "--" + BOUNDARY + "\r\nContent-Type: text/plain\r\nContent-Range: " + contentRange(each);
      body.writeBytes((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      body.write(content, each[0], each[1] - each[0] + 1);
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  private void write(HttpServletRequest request, HttpServletResponse response, byte[] body)
      throws IOException {
    if (way == Way.IN_THE_CHAIN) {
      response.getOutputStream().write(body);
      return;
    }
    AsyncContext context = request.startAsync();
    if (way == Way.IN_A_THREAD) {
      context.start(
          () -> {
            try {
              response.getOutputStream().write(body, 0, body.length / 2);
              response.flushBuffer();
              response
                  .getOutputStream()
                  .write(body, body.length / 2, body.length - body.length / 2);
            } catch (IOException e) {
              // The client is gone.
            }
            context.complete();
          });
      return;
    }
    ServletOutputStream out = response.getOutputStream();
    out.setWriteListener(
        new WriteListener() {
          private int at;

          @Override
          public void onWritePossible() throws IOException {
            while (out.isReady()) {
              if (at == body.length) {
                context.complete();
                return;
              }
              int piece = Math.min(100, body.length - at);
              out.write(body, at, piece);
              at += piece;
            }
          }

          @Override
          public void onError(Throwable failure) {
            context.complete();
          }
        });
  }
}

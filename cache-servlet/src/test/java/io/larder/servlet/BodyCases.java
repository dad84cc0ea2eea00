package io.larder.servlet;

import static io.larder.servlet.Cases.LARGE;
import static io.larder.servlet.Cases.bytes;
import static io.larder.servlet.Cases.kept;

import jakarta.servlet.ServletOutputStream;
import java.io.PrintWriter;

/** Bodies of every kind. */
final class BodyCases {
  private BodyCases() {}

  static void add() {
    kept("nothing", (q, r) -> {});
    kept("stream", (q, r) -> r.getOutputStream().write(bytes(100)));
    kept(
        "streamByteByByte",
        (q, r) -> {
          for (byte b : bytes(300)) {
            r.getOutputStream().write(b);
          }
        });
    kept(
        "streamPrints",
        (q, r) -> {
          ServletOutputStream out = r.getOutputStream();
          out.print("text");
          out.print(1);
          out.println(true);
          out.println();
          out.println(2.5);
        });
    kept(
        "writer",
        (q, r) -> {
          r.setContentType("text/plain");
          r.getWriter().print("hello");
        });
    kept(
        "writerPrintlnAndFormat",
        (q, r) -> {
          r.setContentType("text/plain");
          PrintWriter writer = r.getWriter();
          writer.println("line");
          writer.format("%d %s%n", 12, "x").append('c').write(65);
          writer.write("abcdef", 2, 2);
          writer.write(new char[] {'x', 'y', 'z'}, 1, 1);
        });
    kept(
        "writerCharByChar",
        (q, r) -> {
          r.setContentType("text/html;charset=utf-8");
          for (char c : "a\u00e4\u20ac\ud83d\ude00z".repeat(500).toCharArray()) {
            r.getWriter().write(c);
          }
        });
    kept(
        "largeInPieces",
        (q, r) -> {
          byte[] bytes = bytes(LARGE);
          for (int i = 0; i < LARGE; i += 1000) {
            r.getOutputStream().write(bytes, i, 1000);
          }
        });
    kept("largeAtOnce", (q, r) -> r.getOutputStream().write(bytes(LARGE)));
    kept(
        "largeWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          for (int i = 0; i < 5000; i++) {
            r.getWriter().print("\u00fc number " + i + " \ud83d\ude00\n");
          }
        });
    kept(
        "closedStream",
        (q, r) -> {
          r.getOutputStream().write(bytes(50));
          r.getOutputStream().close();
        });
    kept(
        "closedWriter",
        (q, r) -> {
          r.getWriter().write("bye");
          r.getWriter().close();
          r.getWriter().write("too late");
        });
    kept(
        "status201",
        (q, r) -> {
          r.setStatus(201);
          r.getOutputStream().write(bytes(10));
        });
    kept("status204", (q, r) -> r.setStatus(204));
    kept(
        "status304",
        (q, r) -> {
          r.setHeader("ETag", "\"x\"");
          r.setStatus(304);
        });
    kept(
        "status404WithBody",
        (q, r) -> {
          r.setStatus(404);
          r.setContentType("application/problem+json");
          r.getOutputStream().print("{}");
        });
    kept(
        "fields",
        (q, r) -> {
          r.addHeader("X-B", "1");
          r.addHeader("X-A", "2");
          r.addHeader("X-B", "3");
          r.setIntHeader("X-Int", 7);
          r.addIntHeader("X-Int", 8);
          r.setDateHeader("Last-Modified", 1_000_000_000_000L);
          r.setHeader("X-Gone", "1");
          r.setHeader("X-A", "4");
          r.getOutputStream()
              .print(r.containsHeader("X-A") + r.getHeader("X-A") + r.getHeaders("X-B"));
        });
  }
}

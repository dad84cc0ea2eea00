package io.larder.servlet;

import static io.larder.servlet.Cases.bytes;
import static io.larder.servlet.Cases.kept;
import static io.larder.servlet.Cases.lost;
import static io.larder.servlet.Cases.outcome;
import static io.larder.servlet.Cases.unchecked;

import jakarta.servlet.ServletOutputStream;
import java.io.PrintWriter;

/** Commits, resets and buffers. */
final class BufferCases {
  /** Tomcat's responses are used again, and keep the largest buffer that they ever had. */
  private static final int LARGEST = 64 << 10;

  private BufferCases() {}

  static void add() {
    kept(
        "flushedFirst",
        (q, r) -> {
          r.setContentType("text/plain");
          r.flushBuffer();
          r.setHeader("X-Late", "1");
          r.setStatus(500);
          r.getOutputStream().print("committed " + r.isCommitted());
        });
    kept(
        "flushedStream",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.getOutputStream().flush();
          r.getOutputStream().print("b");
        });
    kept(
        "flushedWriter",
        (q, r) -> {
          r.setContentType("text/plain");
          r.getWriter().print("a");
          r.getWriter().flush();
          r.getWriter().print("b" + r.isCommitted() + r.getWriter().checkError());
        });
    kept(
        "notCommitted",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.getOutputStream().print("b" + r.isCommitted());
        });
    kept(
        "reset",
        (q, r) -> {
          r.setStatus(404);
          r.setHeader("X-Gone", "1");
          r.getWriter().print("gone");
          r.reset();
          r.setContentType("text/plain");
          r.getOutputStream().print("stays");
        });
    kept(
        "resetBuffer",
        (q, r) -> {
          r.setHeader("X-Stays", "1");
          r.getOutputStream().print("gone");
          r.resetBuffer();
          r.getOutputStream().print("stays");
        });
    kept(
        "resetWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.getWriter().print("gone");
          r.resetBuffer();
          r.getWriter().print("stays");
        });
    lost(
        Reason.RESET,
        "resetAfterAnnouncing",
        (q, r) -> {
          r.setContentLength(4);
          r.getOutputStream().print("abc");
          r.reset();
          r.getOutputStream().print("another");
        });
    kept(
        "resetAfterCommit",
        (q, r) -> {
          r.flushBuffer();
          r.getOutputStream().print(outcome(r::reset) + outcome(r::resetBuffer));
        });
    kept(
        "writerAfterStream",
        (q, r) -> {
          ServletOutputStream out = r.getOutputStream();
          out.print(outcome(() -> unchecked(r::getWriter)));
        });
    kept(
        "streamAfterWriter",
        (q, r) -> {
          r.setContentType("text/plain");
          PrintWriter writer = r.getWriter();
          writer.print(outcome(() -> unchecked(r::getOutputStream)));
        });
    kept(
        "biggerBuffer",
        (q, r) -> {
          r.setBufferSize(64 * 1024);
          r.getOutputStream().write(bytes(50_000));
          r.getOutputStream().print(" " + r.isCommitted() + (r.getBufferSize() >= 64 * 1024));
        });
    kept(
        "bufferAfterContent",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.flushBuffer();
          r.getOutputStream().print(outcome(() -> r.setBufferSize(100_000)));
        });
    kept(
        "exactlyTheBuffer",
        (q, r) -> {
          r.setBufferSize(LARGEST);
          r.getOutputStream().write(bytes(r.getBufferSize()));
        });
    kept(
        "justBeyondTheBuffer",
        (q, r) -> {
          r.setBufferSize(LARGEST);
          r.getOutputStream().write(bytes(r.getBufferSize()));
          r.getOutputStream().write('x');
        });
  }
}

package io.larder.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Handlers of every kind, each with what its capture ends with. */
final class Cases {

  /** A handler. */
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  /** A handler and the reason why nothing is kept of what it answers; null: all is kept. */
  record Case(Reason lost, Handler handler) {}

  static final Map<String, Case> ALL = new LinkedHashMap<>();

  static final int LARGE = 100_000;

  private Cases() {}

  private static void kept(String name, Handler handler) {
    ALL.put(name, new Case(null, handler));
  }

  private static void lost(Reason reason, String name, Handler handler) {
    ALL.put(name, new Case(reason, handler));
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + i % 23);
    }
    return bytes;
  }

  private static String outcome(Runnable step) {
    try {
      step.run();
      return "fine";
    } catch (IllegalStateException e) {
      return "IllegalStateException";
    }
  }

  static {
    bodies();
    encodings();
    lengths();
    buffers();
    errors();
    dispatches();
    asynchronous();
    others();
  }

  private static void bodies() {
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

  private static void encodings() {
    kept("writerWithoutType", (q, r) -> r.getWriter().print("hello"));
    kept(
        "writerJson",
        (q, r) -> {
          r.setContentType("application/json");
          r.getWriter().print("{\"a\":1}");
        });
    kept(
        "writerProblemJson",
        (q, r) -> {
          r.setContentType("application/problem+json");
          r.getWriter().print("{\"a\":1}");
        });
    kept(
        "writerJsonUtf8",
        (q, r) -> {
          r.setContentType("application/json");
          r.setCharacterEncoding("UTF-8");
          r.getWriter().print("{\"a\":\"\u00e4\u20ac\"}");
        });
    kept(
        "writerHtml",
        (q, r) -> {
          r.setContentType("text/html");
          r.getWriter().print("<p>\u00e4\u20ac</p>");
        });
    kept(
        "writerXml",
        (q, r) -> {
          r.setContentType("text/xml");
          r.getWriter().print("<p>\u00e4</p>");
        });
    kept(
        "writerHtmlUtf8",
        (q, r) -> {
          r.setContentType("text/html; charset=\"utf-8\"");
          r.getWriter().print("<p>\u00e4\u20ac</p>");
        });
    kept(
        "encodingBeforeType",
        (q, r) -> {
          r.setCharacterEncoding("utf-8");
          r.setContentType("text/plain");
          r.getWriter().print("\u00e4" + r.getCharacterEncoding());
        });
    kept(
        "encodingAfterWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          PrintWriter writer = r.getWriter();
          r.setCharacterEncoding("utf-16");
          writer.print("\u00e4" + r.getCharacterEncoding());
        });
    kept(
        "typeAfterWriter",
        (q, r) -> {
          PrintWriter writer = r.getWriter();
          r.setContentType("text/plain");
          writer.print("\u00e4" + r.getContentType());
        });
    kept(
        "typeWithCharsetAfterWriter",
        (q, r) -> {
          r.setCharacterEncoding("utf-8");
          PrintWriter writer = r.getWriter();
          r.setContentType("text/plain;charset=utf-16");
          writer.print("\u00e4" + r.getContentType());
        });
    kept(
        "typeFieldAfterWriter",
        (q, r) -> {
          r.setCharacterEncoding("utf-8");
          PrintWriter writer = r.getWriter();
          r.setHeader("Content-Type", "text/plain");
          writer.print("\u00e4");
        });
    kept(
        "locale",
        (q, r) -> {
          r.setLocale(Locale.JAPANESE);
          r.setContentType("text/plain");
          r.getWriter().print("\u00e4" + r.getLocale());
        });
    kept(
        "localeAfterWriter",
        (q, r) -> {
          r.setContentType("text/plain");
          PrintWriter writer = r.getWriter();
          r.setLocale(Locale.FRENCH);
          writer.print("\u00e4");
        });
    kept(
        "utf16",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-16");
          r.getWriter().print("a\u00e4");
          r.getWriter().print("b\u20ac");
        });
    kept(
        "streamWithCharset",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.getOutputStream().write("\u00e4".getBytes(UTF_8));
        });
    kept(
        "printLatin",
        (q, r) -> {
          r.setContentType("text/plain;charset=iso-8859-1");
          r.getOutputStream().print("\u00e4\u00f6");
        });
    kept(
        "printUmlautsAsUtf8",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.getOutputStream().print("\u00e4\u00f6");
        });
    kept(
        "printBeyondLatin",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          String outcome = "fine";
          try {
            r.getOutputStream().print("\u20ac");
          } catch (IOException e) {
            outcome = e.getClass().getName();
          }
          r.getOutputStream().print(outcome);
        });
    kept(
        "unsupportedEncoding",
        (q, r) -> {
          String outcome = "fine";
          try {
            r.setCharacterEncoding("no-such");
            r.getWriter();
          } catch (IOException | IllegalArgumentException e) {
            outcome = e.getClass().getName();
          }
          r.reset();
          r.getOutputStream().print(outcome);
        });
  }

  private static void lengths() {
    kept(
        "announced",
        (q, r) -> {
          r.setContentLength(100);
          r.getOutputStream().write(bytes(100));
        });
    kept(
        "announcedByField",
        (q, r) -> {
          r.setHeader("Content-Length", "100");
          r.getOutputStream().write(bytes(100));
        });
    kept(
        "announcedLarge",
        (q, r) -> {
          r.setContentLengthLong(LARGE);
          r.getOutputStream().write(bytes(LARGE));
        });
    kept(
        "announcedLargeInPieces",
        (q, r) -> {
          r.setContentLengthLong(LARGE);
          for (int i = 0; i < LARGE; i += 1000) {
            r.getOutputStream().write(bytes(LARGE), i, 1000);
          }
        });
    kept(
        "announcedLate",
        (q, r) -> {
          r.getOutputStream().write(bytes(30));
          r.setContentLength(60);
          r.getOutputStream().write(bytes(30));
        });
    kept("announcedZero", (q, r) -> r.setContentLength(0));
    lost(
        Reason.LENGTH_MISMATCH,
        "moreThanAnnounced",
        (q, r) -> {
          r.setContentLength(10);
          r.getOutputStream().write(bytes(5));
          r.getOutputStream().write(bytes(15));
        });
    lost(
        Reason.LENGTH_MISMATCH,
        "lessThanAnnounced",
        (q, r) -> {
          r.setContentLength(10);
          r.getOutputStream().write(bytes(5));
        });
    lost(
        Reason.LENGTH_MISMATCH,
        "lessThanAnnouncedFlushed",
        (q, r) -> {
          r.setContentLength(10);
          r.getOutputStream().write(bytes(5));
          r.flushBuffer();
        });
    lost(
        Reason.LENGTH_MISMATCH,
        "bodyWith204",
        (q, r) -> {
          r.setStatus(204);
          r.getOutputStream().write(bytes(5));
        });
    lost(
        Reason.TOO_LARGE,
        "tooLarge",
        (q, r) -> {
          byte[] bytes = bytes(50_000);
          for (int i = 0; i < 30; i++) {
            r.getOutputStream().write(bytes);
          }
        });
    lost(
        Reason.TOO_LARGE,
        "tooLargeAnnounced",
        (q, r) -> {
          r.setContentLength(1_500_000);
          r.getOutputStream().write(bytes(1_500_000));
        });
    lost(
        Reason.TOO_LARGE,
        "tooLargeWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.getWriter().print("\u00e4\ud83d\ude00".repeat(300_000));
        });
    lost(
        Reason.TOO_LARGE,
        "tooLargeAnnouncedWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          r.setContentLength(1_800_000);
          r.getWriter().print("\u00e4\ud83d\ude00".repeat(1));
          r.getWriter().print("\u00e4\ud83d\ude00".repeat(299_999));
        });
  }

  private static void buffers() {
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
    kept("exactlyTheBuffer", (q, r) -> r.getOutputStream().write(bytes(r.getBufferSize())));
    kept(
        "justBeyondTheBuffer",
        (q, r) -> {
          r.getOutputStream().write(bytes(r.getBufferSize()));
          r.getOutputStream().write('x');
        });
  }

  private static void errors() {
    lost(Reason.SEND_ERROR, "sendError", (q, r) -> r.sendError(404));
    lost(Reason.SEND_ERROR, "sendErrorMessage", (q, r) -> r.sendError(409, "No way"));
    lost(
        Reason.SEND_ERROR,
        "sendErrorAfterWriting",
        (q, r) -> {
          r.setHeader("X-Before", "1");
          r.getOutputStream().print("gone");
          r.sendError(500);
        });
    lost(
        Reason.SEND_ERROR,
        "sendErrorAfterWriter",
        (q, r) -> {
          r.setContentType("text/plain");
          r.getWriter().print("gone");
          r.sendError(500);
          r.getWriter().print("gone too");
        });
    lost(
        Reason.SEND_ERROR,
        "sendErrorWithPage",
        (q, r) -> {
          r.getOutputStream().print("gone");
          r.sendError(410);
        });
    lost(
        Reason.ABORTED,
        "sendErrorAfterCommit",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.flushBuffer();
          r.getOutputStream()
              .print(
                  outcome(
                      () ->
                          unchecked(
                              () -> {
                                r.sendError(502);
                                return null;
                              })));
        });
    lost(
        Reason.ERROR,
        "throwsAtOnce",
        (q, r) -> {
          r.setHeader("X-Before", "1");
          throw new IOException("broken");
        });
    lost(
        Reason.ERROR,
        "throwsUncommitted",
        (q, r) -> {
          r.getOutputStream().print("gone");
          throw new IllegalStateException("broken");
        });
    lost(
        Reason.ERROR,
        "throwsCommitted",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.flushBuffer();
          throw new IllegalStateException("broken");
        });
    lost(
        Reason.ERROR,
        "throwsAfterClose",
        (q, r) -> {
          r.getOutputStream().print("a");
          r.getOutputStream().close();
          throw new IllegalStateException("broken");
        });
    lost(Reason.REDIRECT, "redirect", (q, r) -> r.sendRedirect("elsewhere?a=b"));
    lost(
        Reason.REDIRECT,
        "redirectAfterWriting",
        (q, r) -> {
          r.setHeader("X-Before", "1");
          r.getWriter().print("gone");
          r.sendRedirect("/case/stream");
        });
  }

  private static void dispatches() {
    kept(
        "include",
        (q, r) -> {
          r.getOutputStream().print("before ");
          q.getRequestDispatcher("/part").include(q, r);
          r.getOutputStream().print(" after");
        });
    kept(
        "includeWriter",
        (q, r) -> {
          r.setContentType("text/plain");
          r.getWriter().print("before ");
          q.getRequestDispatcher("/part?writer").include(q, r);
          r.getWriter().print(" after");
        });
    kept("forward", (q, r) -> q.getRequestDispatcher("/part").forward(q, r));
    kept(
        "forwardWriter",
        (q, r) -> {
          r.getWriter().print("gone");
          q.getRequestDispatcher("/part?writer").forward(q, r);
          r.getWriter().print("too late");
        });
    kept("forwardToNothing", (q, r) -> q.getRequestDispatcher("/part?nothing").forward(q, r));
    kept("forwardToLarge", (q, r) -> q.getRequestDispatcher("/part?large").forward(q, r));
    lost(
        Reason.SEND_ERROR,
        "forwardToError",
        (q, r) -> {
          q.getRequestDispatcher("/part?error").forward(q, r);
        });
    kept(
        "forwardAfterCommit",
        (q, r) -> {
          r.flushBuffer();
          r.getOutputStream()
              .print(
                  outcome(
                      () ->
                          unchecked(
                              () -> {
                                q.getRequestDispatcher("/part").forward(q, r);
                                return null;
                              })));
        });
  }

  /** What "/part" does. */
  static void part(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String query = String.valueOf(request.getAttribute("jakarta.servlet.include.query_string"));
    query += request.getQueryString();
    if (query.contains("writer")) {
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().print("part \u20ac");
    } else if (query.contains("large")) {
      response.getOutputStream().write(bytes(LARGE));
    } else if (query.contains("error")) {
      response.sendError(418);
    } else if (!query.contains("nothing")) {
      response.getOutputStream().print("part");
    }
  }

  private static void asynchronous() {
    lost(
        Reason.ASYNC,
        "asyncOriginal",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.start(
              () ->
                  unchecked(
                      () -> {
                        context.getResponse().getOutputStream().print("later");
                        context.complete();
                        return null;
                      }));
        });
    lost(
        Reason.ASYNC,
        "asyncGivenResponse",
        (q, r) -> {
          AsyncContext context = q.startAsync(q, r);
          context.start(
              () ->
                  unchecked(
                      () -> {
                        context.getResponse().getOutputStream().write(bytes(LARGE));
                        context.complete();
                        return null;
                      }));
        });
    lost(
        Reason.ASYNC,
        "asyncBothResponses",
        (q, r) -> {
          r.setContentType("text/plain");
          r.getOutputStream().print("1");
          AsyncContext context = q.startAsync();
          r.getOutputStream().print("2");
          context.start(
              () ->
                  unchecked(
                      () -> {
                        context.getResponse().getOutputStream().print("3");
                        r.getOutputStream().print("4");
                        context.getResponse().getOutputStream().print("5");
                        context.complete();
                        return null;
                      }));
        });
    lost(
        Reason.ASYNC,
        "asyncWriter",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          PrintWriter writer = r.getWriter();
          writer.print("1\u20ac");
          AsyncContext context = q.startAsync();
          writer.print("2");
          context.start(
              () ->
                  unchecked(
                      () -> {
                        context.getResponse().getWriter().print("3");
                        writer.print("4\u20ac");
                        r.getWriter().print("5");
                        context.complete();
                        return null;
                      }));
        });
    lost(
        Reason.ASYNC,
        "asyncWriterCommitted",
        (q, r) -> {
          r.setContentType("text/plain;charset=utf-8");
          PrintWriter writer = r.getWriter();
          writer.print("1\u20ac");
          writer.flush();
          AsyncContext context = q.startAsync();
          context.start(
              () ->
                  unchecked(
                      () -> {
                        context.getResponse().getWriter().print("2");
                        writer.print("3\u20ac");
                        context.complete();
                        return null;
                      }));
        });
    lost(
        Reason.ASYNC,
        "asyncCompletedAtOnce",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          r.getOutputStream().print("now");
          context.complete();
        });
    lost(
        Reason.ASYNC,
        "asyncDispatch",
        (q, r) -> {
          r.setHeader("X-Before", "1");
          q.startAsync().dispatch("/part");
        });
    lost(
        Reason.ASYNC,
        "asyncDispatchGiven",
        (q, r) -> {
          q.startAsync(q, r).dispatch("/part");
        });
    lost(
        Reason.ASYNC,
        "asyncError",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.start(
              () ->
                  unchecked(
                      () -> {
                        ((HttpServletResponse) context.getResponse()).sendError(503);
                        context.complete();
                        return null;
                      }));
        });
    lost(
        Reason.ASYNC,
        "writeListener",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          ServletOutputStream out = r.getOutputStream();
          byte[] bytes = bytes(1_000_000);
          out.setWriteListener(
              new WriteListener() {
                private int sent;

                @Override
                public void onWritePossible() throws IOException {
                  while (out.isReady()) {
                    if (sent == bytes.length) {
                      context.complete();
                      return;
                    }
                    int length = Math.min(30_000, bytes.length - sent);
                    out.write(Arrays.copyOfRange(bytes, sent, sent + length));
                    sent += length;
                  }
                }

                @Override
                public void onError(Throwable thrown) {
                  context.complete();
                }
              });
        });
    lost(
        Reason.EVENT_STREAM,
        "events",
        (q, r) -> {
          r.setContentType("text/event-stream");
          r.setCharacterEncoding("utf-8");
          for (int i = 0; i < 3; i++) {
            r.getWriter().print("data: " + i + "\n\n");
            r.flushBuffer();
          }
        });
  }

  private static void others() {
    kept(
        "cookies",
        (q, r) -> {
          r.addCookie(new Cookie("user", "1"));
          r.addCookie(new Cookie("other", "2"));
          r.getOutputStream().print("cookies");
        });
    lost(
        Reason.TRAILERS,
        "trailers",
        (q, r) -> {
          r.setHeader("Trailer", "X-Sum");
          r.setTrailerFields(() -> Map.of("X-Sum", "17"));
          r.getOutputStream().print("body");
          r.flushBuffer();
        });
    kept(
        "conditions",
        (q, r) -> {
          StringBuilder seen = new StringBuilder();
          for (String name : CONDITIONS) {
            seen.append(q.getHeader(name)).append(q.getHeaders(name).hasMoreElements());
            seen.append(
                Collections.list(q.getHeaderNames()).stream().anyMatch(name::equalsIgnoreCase));
            seen.append(name.endsWith("Since") ? q.getDateHeader(name) : -1).append(' ');
          }
          r.getOutputStream().print(seen + q.getHeader("X-Other"));
        });
    lost(
        Reason.UPGRADED,
        "upgrade",
        (q, r) -> {
          if (q.getHeader("Upgrade") == null) {
            r.getOutputStream().print("not asked to");
          } else {
            r.setStatus(101);
            r.setHeader("Upgrade", "echo");
            r.setHeader("Connection", "Upgrade");
            q.upgrade(EchoUpgrade.class);
          }
        });
    kept("session", (q, r) -> r.getOutputStream().print("" + q.getSession().isNew()));
    kept("noSession", (q, r) -> r.getOutputStream().print("" + q.getSession(false)));
    kept(
        "noUser",
        (q, r) -> {
          r.getOutputStream().print(q.getUserPrincipal() + q.getRemoteUser() + q.isUserInRole("x"));
        });
    lost(
        Reason.PERSONAL,
        "sessionInUrl",
        (q, r) -> {
          q.getSession();
          r.getOutputStream().print(r.encodeURL("/somewhere").isEmpty());
        });
    kept(
        "unwrapped",
        (q, r) -> {
          r.getOutputStream().print("a");
          if (r instanceof HttpServletResponseWrapper wrapper) {
            r.getOutputStream().print(wrapper.getResponse() == null);
          } else {
            r.getOutputStream().print(false);
          }
        });
    lost(
        Reason.BYPASSED,
        "written past the capture",
        (q, r) -> {
          r.getOutputStream().print("a");
          ServletResponse real = r instanceof HttpServletResponseWrapper w ? w.getResponse() : r;
          real.getOutputStream().print("b");
          real.getOutputStream().close();
          r.getOutputStream().print("c");
        });
    ALL.put("writtenPast", ALL.remove("written past the capture"));
    lost(
        Reason.REDIRECT,
        "redirectWithStatus",
        (q, r) -> {
          redirect61(r, "/elsewhere", 307, true);
        });
    lost(
        Reason.REDIRECT,
        "redirectWithBody",
        (q, r) -> {
          r.getOutputStream().print("kept");
          redirect61(r, "/elsewhere", 303, false);
        });
  }

  static final List<String> CONDITIONS =
      List.of(
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "If-Range",
          "Range");

  /** Calls the method of Servlet 6.1 where there is one. */
  private static void redirect61(
      HttpServletResponse response, String location, int status, boolean clear) throws Exception {
    try {
      HttpServletResponse.class
          .getMethod("sendRedirect", String.class, int.class, boolean.class)
          .invoke(response, location, status, clear);
    } catch (NoSuchMethodException e) {
      response.sendRedirect(location);
    }
  }

  private interface Call {
    Object call() throws Exception;
  }

  private static void unchecked(Call call) {
    try {
      call.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

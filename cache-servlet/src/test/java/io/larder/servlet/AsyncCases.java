package io.larder.servlet;

import static io.larder.servlet.Cases.LARGE;
import static io.larder.servlet.Cases.bytes;
import static io.larder.servlet.Cases.lost;
import static io.larder.servlet.Cases.unchecked;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;

/** Handlers that go asynchronous, and streams of events. */
final class AsyncCases {
  private AsyncCases() {}

  static void add() {
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
}

package io.larder.servlet;

import static io.larder.servlet.Cases.LARGE;
import static io.larder.servlet.Cases.bytes;
import static io.larder.servlet.Cases.kept;
import static io.larder.servlet.Cases.lost;
import static io.larder.servlet.Cases.outcome;
import static io.larder.servlet.Cases.unchecked;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;

/** Handlers that go asynchronous, and end what they have begun. */
final class AsyncCases {
  private AsyncCases() {}

  static void add() {
    kept(
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
    kept(
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
    kept(
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
    kept(
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
    kept(
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
    kept(
        "asyncCompletedAtOnce",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          r.getOutputStream().print("now");
          context.complete();
        });
    kept(
        "asyncDispatch",
        (q, r) -> {
          r.setHeader("X-Before", "1");
          q.startAsync().dispatch("/part");
        });
    kept(
        "asyncDispatchGiven",
        (q, r) -> {
          q.startAsync(q, r).dispatch("/part");
        });
    lost(
        Reason.SEND_ERROR,
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
    kept(
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
    kept(
        "asyncEmpty",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.start(
              () -> {
                r.setHeader("X-Empty", "1");
                context.complete();
              });
        });
    kept(
        "asyncNoContent",
        (q, r) -> {
          AsyncContext context = q.startAsync(q, r);
          context.start(
              () -> {
                r.setStatus(204);
                context.complete();
              });
        });
    kept(
        "asyncAnnounced",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.start(
              () ->
                  unchecked(
                      () -> {
                        r.setContentLength(LARGE);
                        r.getOutputStream().write(bytes(LARGE));
                        context.complete();
                        return null;
                      }));
        });
    lost(
        Reason.LENGTH_MISMATCH,
        "lessThanAnnouncedAsync",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.start(
              () ->
                  unchecked(
                      () -> {
                        r.setContentLength(20);
                        r.getOutputStream().print("half");
                        context.complete();
                        return null;
                      }));
        });
    kept(
        "asyncClosedByHandler",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.start(
              () ->
                  unchecked(
                      () -> {
                        r.getOutputStream().print("closed");
                        r.getOutputStream().close();
                        context.complete();
                        return null;
                      }));
        });
    kept(
        "asyncHeldBefore",
        (q, r) -> {
          r.setContentType("text/plain");
          r.getOutputStream().print("held and ");
          AsyncContext context = q.startAsync();
          context.start(
              () ->
                  unchecked(
                      () -> {
                        r.getOutputStream().print("more");
                        context.complete();
                        return null;
                      }));
        });
    kept(
        "asyncWrittenAfterComplete",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.complete();
          r.getOutputStream().print("still inside");
        });
    kept(
        "asyncState",
        (q, r) -> {
          StringBuilder seen = new StringBuilder();
          seen.append(q.isAsyncStarted()).append(outcome(q::getAsyncContext));
          AsyncContext context = q.startAsync();
          seen.append(q.isAsyncStarted()).append(context == q.getAsyncContext());
          seen.append(context.hasOriginalRequestAndResponse());
          seen.append(outcome(q::startAsync));
          context.setTimeout(12_345);
          seen.append(context.getTimeout());
          context.start(
              () ->
                  unchecked(
                      () -> {
                        r.getOutputStream().print(seen.toString());
                        context.complete();
                        return null;
                      }));
        });
  }

  /** A listener that does nothing. */
  public static class Listener implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}

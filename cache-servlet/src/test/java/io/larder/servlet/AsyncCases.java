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
import jakarta.servlet.ServletRequest;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;

/** Handlers that go asynchronous, and streams of events. */
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
    lost(
        Reason.ERROR,
        "asyncThenThrows",
        (q, r) -> {
          q.startAsync().setTimeout(100);
          throw new IOException("broken");
        });
    lost(
        Reason.TIMEOUT,
        "asyncTimeout",
        (q, r) -> {
          r.setContentType("text/plain");
          q.startAsync().setTimeout(100);
        });
    lost(
        Reason.TIMEOUT,
        "asyncTimeoutAnswered",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.setTimeout(100);
          context.addListener(
              new Listener() {
                @Override
                public void onTimeout(AsyncEvent event) throws IOException {
                  AsyncContext same = event.getAsyncContext();
                  ((HttpServletResponse) same.getResponse()).setStatus(503);
                  same.getResponse().getOutputStream().print("late");
                  same.complete();
                }
              });
        });
    lost(
        Reason.TIMEOUT,
        "asyncTimeoutDispatched",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.setTimeout(100);
          context.addListener(
              new Listener() {
                @Override
                public void onTimeout(AsyncEvent event) {
                  event.getAsyncContext().dispatch("/part");
                }
              });
        });
    lost(
        Reason.ERROR,
        "asyncDispatchThrows",
        (q, r) -> q.startAsync().dispatch("/case/throwsUncommitted"));
    lost(
        Reason.ERROR,
        "asyncDispatchThrowsCommitted",
        (q, r) -> q.startAsync().dispatch("/case/throwsCommitted"));
    kept(
        "asyncDispatchedTwice",
        (q, r) -> {
          r.setHeader("X-First", "1");
          q.startAsync().dispatch("/case/asyncDispatch");
        });
    kept("asyncDispatchedToAsync", (q, r) -> q.startAsync(q, r).dispatch("/case/asyncOriginal"));
    kept(
        "asyncDispatchedLate",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          context.start(() -> context.dispatch("/part"));
        });
    kept(
        "asyncListeners",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          StringBuilder seen = new StringBuilder();
          context.addListener(
              new Listener() {
                @Override
                public void onStartAsync(AsyncEvent event) {
                  seen.append("again");
                }
              },
              q,
              r);
          seen.append(context.createListener(Listener.class).getClass().getSimpleName());
          context.start(
              () ->
                  unchecked(
                      () -> {
                        context.getResponse().getWriter().print(seen);
                        context.complete();
                        return null;
                      }));
        });
    lost(
        Reason.ASYNC,
        "asyncUnwrapped",
        (q, r) -> {
          ServletRequest real = q;
          while (real instanceof HttpServletRequestWrapper wrapper) {
            real = wrapper.getRequest();
          }
          real.startAsync().setTimeout(100);
        });
    kept(
        "writeListenerSmall",
        (q, r) -> {
          AsyncContext context = q.startAsync();
          ServletOutputStream out = r.getOutputStream();
          r.setContentType("text/plain");
          out.setWriteListener(
              new WriteListener() {
                private int step;

                @Override
                public void onWritePossible() throws IOException {
                  while (out.isReady()) {
                    switch (step++) {
                      case 0 -> out.write('a');
                      case 1 -> out.print("bc");
                      case 2 -> out.flush();
                      case 3 -> out.write(bytes(LARGE), 5, 20);
                      default -> {
                        context.complete();
                        return;
                      }
                    }
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

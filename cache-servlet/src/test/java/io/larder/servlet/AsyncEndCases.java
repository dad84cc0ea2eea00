package io.larder.servlet;

import static io.larder.servlet.Cases.LARGE;
import static io.larder.servlet.Cases.bytes;
import static io.larder.servlet.Cases.kept;
import static io.larder.servlet.Cases.lost;
import static io.larder.servlet.Cases.unchecked;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Asynchronous handlers that fail, are late or leave the rest to others; streams of events. */
final class AsyncEndCases {
  private AsyncEndCases() {}

  static void add() {
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
              new AsyncCases.Listener() {
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
              new AsyncCases.Listener() {
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
              new AsyncCases.Listener() {
                @Override
                public void onStartAsync(AsyncEvent event) {
                  seen.append("again");
                }
              },
              q,
              r);
          seen.append(context.createListener(AsyncCases.Listener.class).getClass().getSimpleName());
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
}

package io.larder.servlet;

import io.larder.servlet.AbortCase.Mode;
import io.larder.servlet.AbortCase.Trouble;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Answers as an {@link AbortCase} says: with its trouble if the request asks for it. */
final class AbortsServlet implements Site.Handler {
  /** The field by which a request asks for trouble. */
  static final String TROUBLE = "Trouble";

  private static final int PIECE = 20_000;
  private static final int TIMEOUT_MILLIS = 60;
  private static final int GONE_MILLIS = 500;

  /** Undertow's timer may hold a response for so long, with and without a cache. */
  private static final int LONG_MILLIS = 6_000;

  /** All responses that were handed to the handler. */
  final Queue<Handed> responses = new ConcurrentLinkedQueue<>();

  /** A response, as long as somebody holds it, and what it was for. */
  record Handed(WeakReference<HttpServletResponse> response, boolean troubled, AbortCase abort) {

    boolean isHeld() {
      return response.get() != null;
    }
  }

  private final Map<Long, CompletableFuture<Void>> gone = new ConcurrentHashMap<>();
  private final LongFunction<AbortCase> cases;
  private final ScheduledExecutorService threads;

  /**
   * Creates it.
   *
   * @param cases the case of a seed
   * @param threads what handlers go on with
   */
  AbortsServlet(LongFunction<AbortCase> cases, ScheduledExecutorService threads) {
    this.cases = cases;
    this.threads = threads;
  }

  /** Completed when the client of that seed has gone. */
  CompletableFuture<Void> gone(long seed) {
    return gone.computeIfAbsent(seed, ignored -> new CompletableFuture<>());
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean asks = request.getHeader(TROUBLE) != null;
    AbortCase abort = cases.apply(Long.parseLong(request.getParameter("seed")));
    responses.add(new Handed(new WeakReference<>(response), asks, abort));
    Run run = new Run(abort, asks, response);
    if (run.abort.mode() == Mode.SYNC || request.getDispatcherType() == DispatcherType.ASYNC) {
      run.writeAll();
      return;
    }
    AsyncContext context =
        run.abort.original() ? request.startAsync() : request.startAsync(request, response);
    context.setTimeout(run.timeout());
    context.addListener(run.listener());
    switch (run.abort.mode()) {
      case THREAD -> threads.execute(() -> run.inThread(context));
      case NON_BLOCKING ->
          response.getOutputStream().setWriteListener(run.new Pieces(context, response));
      default -> run.beforeDispatch(context::dispatch);
    }
  }

  /** One run of the handler. */
  private final class Run {
    private final AbortCase abort;
    private final boolean troubled;
    private final HttpServletResponse response;
    private final byte[] body;
    private int written;
    private boolean over;

    Run(AbortCase abort, boolean troubled, HttpServletResponse response) {
      this.abort = abort;
      this.troubled = troubled;
      this.response = response;
      this.body = abort.body();
      response.setContentType("text/plain;charset=us-ascii");
      if (abort.announced()) {
        response.setContentLength(body.length);
      }
    }

    boolean meets(Trouble trouble) {
      return troubled && abort.trouble() == trouble;
    }

    /** Whether the handler never comes to an end. */
    boolean dies() {
      return abort.mode() != Mode.DISPATCH && fails();
    }

    private boolean fails() {
      return meets(Trouble.THROWS) || meets(Trouble.CLOSES_AND_THROWS);
    }

    boolean races() {
      return meets(Trouble.RACES_TIMEOUT);
    }

    int timeout() {
      if (dies() || races()) {
        return TIMEOUT_MILLIS;
      }
      // Where the container does not notice that nobody reads, time ends what it cannot send.
      return troubled && abort.trouble().isOfClient() ? GONE_MILLIS : LONG_MILLIS;
    }

    private boolean waits() {
      return troubled && abort.gated() && abort.trouble().isOfClient();
    }

    /** Writes in the thread that calls. */
    void writeAll() throws IOException {
      try {
        write(abort.at());
        if (waits()) {
          response.flushBuffer();
          gone(abort.seed()).get(20, TimeUnit.SECONDS);
        }
        if (troubled) {
          trouble();
        }
        write(meets(Trouble.ENDS_EARLY) ? written : body.length);
      } catch (IOException e) {
        if (!abort.quiet() || fails()) {
          throw e;
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void trouble() throws IOException {
      switch (abort.trouble()) {
        case THROWS -> fail();
        case CLOSES_AND_THROWS -> {
          response.getOutputStream().close();
          fail();
        }
        case SENDS_ERROR -> sendError();
        default -> {}
      }
    }

    private void fail() throws IOException {
      switch ((int) (abort.seed() & 3)) {
        case 0 -> throw new IOException("as drawn");
        case 1 -> throw new IllegalArgumentException("as drawn");
        default -> throw new UnsupportedOperationException("as drawn");
      }
    }

    private void sendError() throws IOException {
      try {
        response.sendError(HttpServletResponse.SC_BAD_GATEWAY);
      } catch (IllegalStateException e) {
        response.flushBuffer(); // committed, and the handler takes no notice
      }
      written = body.length;
    }

    private void write(int to) throws IOException {
      while (written < to) {
        int length = Math.min(PIECE, to - written);
        if (abort.characters()) {
          String text = new String(body, written, length, StandardCharsets.US_ASCII);
          response.getWriter().write(text);
        } else {
          response.getOutputStream().write(body, written, length);
        }
        written += length;
      }
    }

    void inThread(AsyncContext context) {
      try {
        writeAll();
      } catch (IOException | RuntimeException e) {
        if (dies()) {
          return;
        }
      }
      complete(context);
    }

    private void complete(AsyncContext context) {
      if (races()) {
        threads.schedule(
            () -> completeLate(context),
            TIMEOUT_MILLIS * 1_000L - 2_000 + abort.seed() % 5_000,
            TimeUnit.MICROSECONDS);
      } else {
        completeLate(context);
      }
    }

    private synchronized void completeLate(AsyncContext context) {
      if (over) {
        return; // containers use a context again, and would end another request
      }
      try {
        context.complete();
      } catch (IllegalStateException e) {
        // The container is about to end it.
      }
    }

    /** Hears of the end, and ends the request itself when its time has passed if that is drawn. */
    AsyncListener listener() {
      return new AsyncCases.Listener() {
        @Override
        public void onTimeout(AsyncEvent event) {
          if (races() && abort.quiet()) {
            completeLate(event.getAsyncContext());
          }
        }

        @Override
        public void onComplete(AsyncEvent event) {
          synchronized (Run.this) {
            over = true;
          }
        }
      };
    }

    /** Does it now, or once the client has gone if it does not wait for the target's answer. */
    void beforeDispatch(Runnable next) {
      if (waits() && meets(Trouble.GONE_AT_ONCE)) {
        gone(abort.seed()).thenRunAsync(next, threads);
      } else {
        threads.execute(next);
      }
    }

    /** Writes when the container says so, in pieces. */
    private final class Pieces implements WriteListener {
      private final AsyncContext context;
      private final ServletOutputStream out;
      private boolean waited = !waits();
      private boolean flushed = waited;
      private boolean troubledYet = !troubled;
      private boolean ended;

      Pieces(AsyncContext context, HttpServletResponse response) throws IOException {
        this.context = context;
        this.out = response.getOutputStream();
      }

      @Override
      public synchronized void onWritePossible() throws IOException {
        while (!ended && out.isReady()) {
          if (written < abort.at()) {
            piece(abort.at());
          } else if (!flushed) {
            flushed = true;
            out.flush();
          } else if (!waited) {
            waited = true;
            gone(abort.seed()).thenRunAsync(this::goOn, threads);
            return;
          } else if (!troubledYet) {
            troubledYet = true;
            if (meets(Trouble.ENDS_EARLY)) {
              written = body.length;
            } else {
              trouble();
            }
          } else if (written < body.length) {
            piece(body.length);
          } else {
            ended = true;
            complete(context);
          }
        }
      }

      private void piece(int to) throws IOException {
        int length = Math.min(PIECE, to - written);
        out.write(body, written, length);
        written += length;
      }

      private void goOn() {
        try {
          onWritePossible();
        } catch (IOException | RuntimeException e) {
          onError(e);
        }
      }

      @Override
      public synchronized void onError(Throwable thrown) {
        if (!ended && !dies()) {
          ended = true;
          completeLate(context);
        }
      }
    }
  }
}

package io.larder.example.gateway;

import io.larder.servlet.FillContext;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One request that is passed on, until its response is complete or broken off on both sides. No
 * thread waits in it.
 */
final class Exchange
    implements Response.ContentSourceListener,
        Response.CompleteListener,
        InterimAnswers.Observer,
        ResponsePump.End,
        AsyncListener {
  /** After which a body is sent to an origin that does not say 100 Continue: it may never. */
  private static final long CONTINUE_MILLIS = 1_000;

  private final OriginClient client;
  private final Supplier<RequestHead> heads;
  private final FillContext cache;
  private final HttpServletResponse response;
  private final CoreResponse core;
  private final boolean trailers;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final @Nullable ClientBody body;
  private final AsyncContext async;
  private volatile RequestHead head;
  private volatile @Nullable OriginRequest sent;
  private volatile Scheduler.@Nullable Task impatience;
  private volatile boolean answered;
  private volatile boolean retried;

  /**
   * Takes a request over from its thread; {@link #start} passes it on.
   *
   * @param heads what the origin is sent, as the request shows it when that is asked for
   */
  Exchange(
      OriginClient client,
      Supplier<RequestHead> heads,
      HttpServletRequest request,
      HttpServletResponse response) {
    this.client = client;
    this.heads = heads;
    this.head = heads.get();
    this.cache = FillContext.of(request);
    this.response = response;
    this.core = CoreResponse.of(request, response);
    this.trailers = !request.getProtocol().equals("HTTP/1.0");
    this.body = ClientBody.of(request);
    this.async = request.startAsync();
    async.setTimeout(0);
  }

  /** Sends it. */
  void start() {
    async.addListener(this);
    try {
      begin();
    } catch (RuntimeException e) {
      broken(e);
    }
  }

  private void begin() {
    ClientBody from = body;
    if (from == null) {
      send();
    } else if (head.expectsContinue()) {
      send();
      impatience =
          client.http().getScheduler().schedule(from::open, CONTINUE_MILLIS, TimeUnit.MILLISECONDS);
    } else if (from.isCertain()) {
      send();
      from.open();
    } else {
      from.open(this::send);
    }
  }

  private void send() {
    if (ended.get()) {
      return;
    }
    OriginRequest next = client.request(head.method(), head.path(), head.query());
    if (retried) {
      OriginClient.onNewConnection(next);
    }
    next.headers(fields -> fields.add(head.fields()));
    next.attribute(InterimAnswers.OBSERVER, this);
    ClientBody from = body;
    if (from != null && !from.isEmpty()) {
      next.body(from.content());
      if (!head.hasLength()) {
        next.trailersSupplier(from::trailers);
      }
    }
    next.onRequestBegin(Reuse::mark);
    sent = next;
    // Registers this for every event that it listens to.
    next.send(this);
  }

  private boolean hasNoBody() {
    return body == null || body.isEmpty();
  }

  @Override
  public void interim(int status, HttpFields fields) {
    if (status != 100) {
      core.interim(status, fields);
    } else if (body != null) {
      body.open();
    }
  }

  @Override
  public void onContentSource(Response origin, Content.Source source) {
    try {
      if (origin.getStatus() < 200) {
        throw new IOException("an upgrade that nobody has asked for, or half an interim answer");
      }
      for (String coding : origin.getHeaders().getCSV("Transfer-Encoding", false)) {
        if (!coding.equalsIgnoreCase("chunked")) {
          // RFC 9112 6.1: no TE has allowed it, and it may not be taken off without decoding.
          throw new IOException("transfer coding " + coding + ", which nobody has asked for");
        }
      }
      if (asksAnew(origin)) {
        return;
      }
      answered = true;
      client.tls().works();
      ResponseHead.copy(origin, response, trailers);
      boolean lengthless = head.method().equals("HEAD") || origin.getStatus() == 304;
      new ResponsePump(response, source, lengthless, this).start();
    } catch (IOException | RuntimeException e) {
      broken(e);
    }
  }

  /** The cache has asked for a part, and this is none of what it has: the client's turn. */
  private boolean asksAnew(Response origin) {
    HttpFields fields = origin.getHeaders();
    if (!hasNoBody() || !cache.asksAnew(origin.getStatus(), name -> fields.get(name))) {
      return false;
    }
    head = heads.get();
    OriginRequest useless = sent;
    send();
    if (useless != null) {
      var unused = useless.abort(new IOException("the answer to a question that is given up"));
    }
    return true;
  }

  /** Both directions have ended. After the response's head, its body's source tells how. */
  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getFailure();
    if (failure == null || answered || result.getRequest() != sent) {
      return;
    }
    if (!retried && hasNoBody() && head.isIdempotent() && Reuse.broke(result)) {
      // RFC 9112 9.3.1: the origin has closed an idle connection while this was on its way,
      // and the next idle one may be dying too.
      retried = true;
      send();
    } else {
      broken(failure);
    }
  }

  @Override
  public void complete() {
    if (ended.compareAndSet(false, true)) {
      ClientBody rest = body;
      OriginRequest early = sent;
      if (rest != null && !rest.isRead() && early != null) {
        // Nobody wants the rest.
        var unused = early.fail(new IOException("answered before its end"));
      }
      close();
    }
  }

  @Override
  public void broken(Throwable failure) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    abort(failure);
    client.tls().failed(failure);
    try {
      if (response.isCommitted()) {
        // No clean end: the client must see that something is missing, and so must the filter.
        core.breaks();
        response.sendError(-1);
      } else {
        if (answered) {
          response.reset();
        }
        problem(failure).answer(response);
      }
    } catch (IOException | RuntimeException e) {
      // The client is gone; there is nobody to tell.
    }
    close();
  }

  /** The origin is not to blame for a body that was broken before it came there. */
  private GatewayProblem problem(Throwable failure) {
    Throwable read = body == null ? null : body.failure();
    return read == null ? GatewayProblem.of(failure) : GatewayProblem.badContent(read);
  }

  private void abort(Throwable failure) {
    OriginRequest begun = sent;
    if (begun != null) {
      var unused = begun.abort(failure);
    }
  }

  private void close() {
    if (body != null) {
      body.close();
    }
    Scheduler.Task task = impatience;
    if (task != null) {
      task.cancel();
    }
    try {
      async.complete();
    } catch (IllegalStateException e) {
      // The container has ended it already, after an error of its own.
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    broken(event.getThrowable());
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (ended.compareAndSet(false, true)) {
      abort(new IOException("completed elsewhere"));
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onStartAsync(AsyncEvent event) {}
}

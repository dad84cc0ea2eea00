package io.larder.servlet;

import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.Vary;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Runs the chain through a capture and records, by the request's query, what became of it. */
final class Recorder implements Filter {
  static final long MAX_BODY = 1 << 20;

  private final Map<String, CompletableFuture<Recording>> recordings = new ConcurrentHashMap<>();

  /** What a capture said on its way. */
  static final class Recording implements CaptureListener {
    final List<ResponseHead> heads = new ArrayList<>();
    final List<Reason> lost = new ArrayList<>();
    byte[] wholeBody;
    Captured captured;
    boolean knowsUser;
    final Reads reads =
        new Reads(ReadRules.of(Attributes.NONE, RuleKeys.of(Attributes.NONE), false), false);
    AtCommit answer = AtCommit.CAPTURE;
    Runnable ended = () -> {};

    @Override
    public AtCommit beforeCommit(ResponseHead head, WholeBody whole, HttpServletResponse response) {
      heads.add(head);
      wholeBody = whole == null ? null : whole.bytes();
      if (answer == AtCommit.NO_BODY && lost.isEmpty()) {
        response.setStatus(304);
      }
      return answer;
    }

    @Override
    public void sends() {}

    @Override
    public void lost(Reason reason) {
      lost.add(reason);
    }

    @Override
    public void dispatched() {}

    @Override
    public boolean replaces() {
      return false;
    }

    @Override
    public void whole() {
      reads.stop();
    }

    @Override
    public void ended() {
      ended.run();
    }

    Captured.Complete complete() {
      return (Captured.Complete) captured;
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String query = ((HttpServletRequest) request).getQueryString();
    if (query != null && query.startsWith("bare")) {
      chain.doFilter(request, response);
      return;
    }
    Recording recording = new Recording();
    String answer = request.getParameter("answer");
    if (answer != null) {
      recording.answer = AtCommit.valueOf(answer);
    }
    CapturingResponse capturing =
        new CapturingResponse(
            (HttpServletResponse) response, MAX_BODY, new InFlight(Long.MAX_VALUE), recording);
    FillRequest fill =
        new FillRequest(
            (HttpServletRequest) request, capturing, recording.reads, HttpFields.empty());
    AsideResponse aside = new AsideResponse(capturing, AsideFields.withoutPolicy());
    fill.shows(aside);
    recording.ended =
        () -> {
          recording.captured = capturing.captured();
          recording.knowsUser = recording.reads.refusal(Vary.NONE) != null;
          of(query).complete(recording);
        };
    boolean open = false;
    try {
      chain.doFilter(fill, aside);
      open = capturing.staysOpen();
      if (!open) {
        capturing.chainReturned();
      }
    } catch (Throwable e) {
      capturing.chainThrew();
      throw e;
    } finally {
      if (!open) {
        recording.ended.run();
      }
    }
  }

  private CompletableFuture<Recording> of(String query) {
    return recordings.computeIfAbsent(query, ignored -> new CompletableFuture<>());
  }

  /** The recording of the request with that query, once its chain has ended. */
  Recording await(String query) throws Exception {
    return of(query).get(20, TimeUnit.SECONDS);
  }
}

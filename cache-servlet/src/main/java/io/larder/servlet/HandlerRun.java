package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.FreshnessRules;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.Vary;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a handler whose answer may be stored: what it is given for request and response, and
 * the judgement on what it says.
 */
final class HandlerRun {

  private static final Logger LOG = System.getLogger(HandlerRun.class.getName());

  private final Exchange exchange;
  private final Backing backing;
  private final HttpFields before;
  private final FillContext context = new FillContext();
  private final CapturingResponse capturing;
  private final Reads reads;
  private final FillRequest request;
  private final AsideResponse response;
  private final FillJudge judge;
  private final Endings endings;
  private long began;
  private @Nullable String told;
  private volatile @Nullable CacheStatus said;
  private volatile boolean failed;

  /**
   * Prepares a run.
   *
   * @param conditions what the handler sees in place of the client's conditions and range
   * @param isAnswer which statuses are looked at that the handler has the container make
   * @param listener decides about the response
   */
  HandlerRun(
      Exchange exchange,
      HttpFields conditions,
      IntPredicate isAnswer,
      CaptureListener listener,
      Backing backing) {
    this.exchange = exchange;
    this.backing = backing;
    this.before = HandlerFields.before(exchange.response());
    this.capturing =
        new CapturingResponse(
            exchange.response(), exchange.policy().maxBody(), backing.inFlight(), listener);
    this.reads = Reads.of(exchange);
    this.request = new FillRequest(exchange.request(), capturing, reads, conditions);
    AsideFields aside = AsideFields.under(exchange.policy());
    this.response = new AsideResponse(capturing, aside, isAnswer);
    this.request.shows(response);
    this.judge = new FillJudge(exchange, before, context, aside, reads);
    this.endings = new Endings(exchange.policy());
  }

  /**
   * Lets the handler, if it is a proxy, give up what it was asked in the client's place.
   *
   * @param plain what it sees then
   * @param then what is done then, in any thread
   */
  void mayGiveUp(Question asked, HttpFields plain, Runnable then) {
    context.asks(
        new FillContext.OwnQuestion() {
          @Override
          public boolean mayBeAnsweredBy(ResponseHead answer) {
            return asked.mayBeAnsweredBy(answer, now());
          }

          @Override
          public void giveUp() {
            request.shows(plain);
            then.run();
          }
        });
  }

  /** Runs the handler. */
  void run() throws IOException, ServletException {
    exchange.request().setAttribute(FillContext.ATTRIBUTE, context);
    began = backing.ticker().read();
    exchange.chain().doFilter(request, response);
  }

  /** What of the request decides where the answer is stored. */
  Asked asked() {
    return judge.asked();
  }

  Exchange exchange() {
    return exchange;
  }

  /** The most bytes of body that are kept. */
  long maxBody() {
    return exchange.policy().maxBody();
  }

  CapturingResponse capturing() {
    return capturing;
  }

  /** How long it has taken until now. */
  Duration cost() {
    return Duration.ofNanos(Math.max(0, backing.ticker().read() - began));
  }

  /** How long the response was on its way: nothing from a handler of this application. */
  Duration delay() {
    return exchange.policy().isProxy() ? cost() : Duration.ZERO;
  }

  Instant now() {
    return backing.clock().instant();
  }

  /** The fields that the handler itself has set. */
  HttpFields changed(HttpFields fields) {
    return HandlerFields.changed(before, fields);
  }

  /** Why a response is not stored; null if it is. */
  @Nullable String refusal(ResponseHead head) {
    return judge.refusal(head, delay(), now());
  }

  /**
   * Throws if it is not stored because of what the handler has read, and that is an exception.
   *
   * @throws LeakException in strict mode
   */
  void checkReads(@Nullable String refusal) {
    reads.check(refusal, exchange.request().getRequestURI());
  }

  /** What a response varies on besides what it says, where that is to be said; null if nothing. */
  private @Nullable String unsaidVary(HttpFields fields) {
    Set<String> more = new LinkedHashSet<>();
    if (exchange.policy().reads().autoVary()) {
      more.addAll(reads.selecting());
    }
    if (judge.guards().isToVary(changed(fields))) {
      more.remove("origin");
      more.add("Origin");
    }
    if (more.isEmpty()) {
      return null;
    }
    Vary said = Vary.of(fields);
    more.removeIf(name -> said.names().contains(name.toLowerCase(Locale.ROOT)));
    return said.isAny() || more.isEmpty() ? null : String.join(", ", more);
  }

  /** Says on the response what it varies on, and answers its head so. */
  ResponseHead varied(ResponseHead head, HttpServletResponse real) {
    String more = unsaidVary(head.fields());
    if (more == null) {
      return head;
    }
    real.addHeader("Vary", more);
    return new ResponseHead(head.status(), varied(head.fields()));
  }

  /** The fields of a response with what it varies on. */
  HttpFields varied(HttpFields fields) {
    String more = unsaidVary(fields);
    return more == null ? fields : fields.toBuilder().add("Vary", more).build();
  }

  /** Why a page with this body is not stored; null if it is. */
  @Nullable String refusal(HttpFields fields, Supplier<byte[]> body) {
    return judge.guards().refusal(fields, body);
  }

  /**
   * On which terms it is stored; null if it is not.
   *
   * @throws LeakException in strict mode, if that is because of what the handler has read since its
   *     head left
   */
  FillJudge.@Nullable Granted terms(ResponseHead head) {
    FillJudge.Granted granted = judge.terms(head, delay(), now());
    if (granted == null && reads.rules().strict() && !exchange.policy().isShadow()) {
      checkReads(judge.refusal(head, delay(), now()));
    }
    return granted;
  }

  /** Whether a response that is not stored says that what is stored is not the page any more. */
  boolean endsWhatIsStored(int status, String refusal) {
    return endings.endsWhatIsStored(status, refusal);
  }

  /** Whether a response that is not stored lets expect the same of the next one. */
  boolean isUnshared(int status, String refusal) {
    return endings.isUnshared(status, refusal);
  }

  /** The response is whole, whatever else the handler reads. */
  void whole() {
    reads.stop();
  }

  /** Judges anew what is stored, see {@link FillJudge#renew}. */
  FillJudge.Renewed renew(ResponseHead head, List<String> tags, List<String> notes) {
    return judge.renew(head, tags, notes, delay(), now());
  }

  /** For which requests a page is not that has these fields, from what the handler has read. */
  List<String> notes(HttpFields fields) {
    return reads.notes(Vary.of(fields));
  }

  /** The page of a whole response. */
  Page page(int status, HttpFields fields, byte[] body, FillJudge.Granted granted) {
    boolean tagged = exchange.policy().tagsPages();
    HttpFields own = judge.guards().varied(changed(fields));
    return PageMaker.page(status, own, fields, granted.without(), body, tagged, now())
        .noted(granted.notes());
  }

  /**
   * Answers the client in place of the handler, with what its answer has made of what is stored.
   *
   * @param key that of its URI
   * @param fields those of the page, by which it is so old
   */
  void serve(String key, Page page, PageAnswer answer, HttpFields fields, CacheStatus told) {
    said = told;
    AnswerReset.to(exchange.response(), before);
    long age = FreshnessRules.initialAge(fields, delay(), now()).toNanos();
    try {
      PageWriter.write(exchange, Served.CONFIRMED, key, page, answer, age, told);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A client went away before it had what was confirmed", e);
    }
  }

  /** The same where the handler's answer is none to what it was asked. */
  void serveBadGateway(CacheStatus told) {
    HttpServletResponse real = exchange.response();
    AnswerReset.to(real, before);
    real.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
    real.setContentLength(0);
    tell(real, told);
  }

  /** The handler has failed: it has thrown, its time has passed, or it answers with 5xx. */
  void fails() {
    failed = true;
  }

  /**
   * Counts this run, which has ended.
   *
   * @param key that of its URI
   * @param kept what was handed to the store; null if nothing
   * @param lost what went wrong; null if nothing
   */
  void count(String key, @Nullable Kept kept, @Nullable Reason lost) {
    CacheStatus last = said;
    String why = last == null ? Reason.UNFINISHED.token() : last.reason();
    String reason = lost == null || lost == Reason.PASSED ? why : lost.token();
    Tally.loaded(exchange, key, kept, failed, reason, cost().toNanos());
  }

  /** The fields that stood on the response before. */
  HttpFields before() {
    return before;
  }

  /** Says what becomes of the response, in place of what was said before. */
  void tell(HttpServletResponse real, CacheStatus status) {
    said = status;
    String line = exchange.tell(status);
    List<String> others = others(real);
    if (others.isEmpty()) {
      real.setHeader(CacheStatus.FIELD, line);
    } else {
      real.setHeader(CacheStatus.FIELD, others.get(0));
      others.subList(1, others.size()).forEach(each -> real.addHeader(CacheStatus.FIELD, each));
      real.addHeader(CacheStatus.FIELD, line);
    }
    told = line;
  }

  /** What caches further on have said. */
  private List<String> others(HttpServletResponse real) {
    List<String> lines = new ArrayList<>(real.getHeaders(CacheStatus.FIELD));
    lines.remove(told);
    return lines;
  }
}

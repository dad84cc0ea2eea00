package io.larder.servlet;

import io.larder.cache.Terms;
import io.larder.http.HttpFields;
import io.larder.http.Lifetime;
import io.larder.http.Refusal;
import io.larder.http.RequestHead;
import io.larder.http.ResponseHead;
import io.larder.http.Storability;
import io.larder.http.StoreOptions;
import io.larder.http.StoreRules;
import io.larder.http.SurrogateKeys;
import io.larder.http.Vary;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a handler's response is stored, and on which terms: the rules of HTTP, then what the
 * application says.
 */
final class FillJudge {

  private final Exchange exchange;
  private final Asked asked;
  private final HttpFields before;
  private final FillContext context;
  private final AsideFields aside;
  private final Reads reads;

  /** The tags of what the handler has confirmed, and the notes on it. */
  private final List<String> earlier;

  private final List<String> notes;

  /** The URI of a POST whose answer is judged as one for GET; or null. */
  private final @Nullable String target;

  private final Guards guards;

  /**
   * Creates a judge.
   *
   * @param before the fields that stood on the response before the handler ran
   * @param context what the handler says while it runs
   * @param aside what it says to the cache alone, in fields
   * @param reads what it reads of the request
   */
  FillJudge(
      Exchange exchange, HttpFields before, FillContext context, AsideFields aside, Reads reads) {
    this(exchange, Asked.of(exchange), before, context, aside, reads, List.of(), List.of(), null);
  }

  private FillJudge(
      Exchange exchange,
      Asked asked,
      HttpFields before,
      FillContext context,
      AsideFields aside,
      Reads reads,
      List<String> earlier,
      List<String> notes,
      @Nullable String target) {
    this.exchange = exchange;
    this.asked = asked;
    this.before = before;
    this.context = context;
    this.aside = aside;
    this.reads = reads;
    this.earlier = earlier;
    this.notes = notes;
    this.target = target;
    this.guards = Guards.of(exchange, asked);
  }

  /**
   * Judges a page anew that the handler has confirmed, and which keeps the tags that it has.
   *
   * @param head the page's with the fields that the handler has brought
   * @param tags the tags that it has
   * @param notes the notes on it: a handler that only confirms it may read less than before
   */
  Renewed renew(
      ResponseHead head, List<String> tags, List<String> notes, Duration delay, Instant now) {
    FillJudge renewing =
        new FillJudge(exchange, asked, before, context, aside, reads, tags, notes, null);
    // What it has said to this cache alone stands in no field of the page.
    ResponseHead heard = new ResponseHead(head.status(), aside.behind(head.fields()));
    String refusal = renewing.refusalOf(heard, delay, now);
    Granted granted = refusal == null ? renewing.termsOf(heard, delay, now) : null;
    String reason = granted != null || refusal != null ? refusal : "do-not-store";
    return new Renewed(granted, reason, refusal != null && !Endings.isForOne(refusal));
  }

  /**
   * What becomes of what is stored.
   *
   * @param granted on which terms it stays; null if it does not
   * @param refusal why it does not, as {@code Cache-Status} says it; null if it does
   * @param ends whether it has come to its end all the same: not if it may only not be stored for
   *     who has asked
   */
  record Renewed(@Nullable Granted granted, @Nullable String refusal, boolean ends) {}

  /** The same for the answer to a POST for that URI, as one to later GETs (RFC 9110, 9.3.3). */
  FillJudge ofPost(String target) {
    return new FillJudge(exchange, asked, before, context, aside, reads, earlier, notes, target);
  }

  private Storability judge(ResponseHead judged, Duration delay, Instant now) {
    StoreOptions options = exchange.policy().responses(context.ttl());
    return target == null
        ? StoreRules.judge(request(), judged, options, delay, now)
        : StoreRules.storesForGet(request(), target, judged, options, delay, now);
  }

  /** Why the response is not stored, as {@code Cache-Status} says it; null if it is. */
  @Nullable String refusal(ResponseHead head, Duration delay, Instant now) {
    ResponseHead judged = new ResponseHead(head.status(), fields(head.fields()));
    String refusal = refusalOf(judged, delay, now);
    return refusal == null && HandlerFields.mixed(before, head.fields()) ? "mixed-field" : refusal;
  }

  /** The same for a response whose fields are all the handler's. */
  private @Nullable String refusalOf(ResponseHead judged, Duration delay, Instant now) {
    Policy policy = exchange.policy();
    Storability verdict = judge(judged, delay, now);
    if (verdict instanceof Storability.Refuse refuse) {
      return refuse.reason().token();
    }
    if (merelyResembles(judged, verdict)) {
      return "extension";
    }
    String read = reads.refusal(Vary.of(judged.fields()));
    if (read != null) {
      return read;
    }
    if (vary(judged.fields()).isAny()) {
      return Refusal.VARY.token(); // with what was read, on more than can be told apart
    }
    if (!context.isStored()) {
      return "do-not-store";
    }
    if (policy.onlyIfAsked() && context.ttl() == null && !aside.haveControl()) {
      return "not-asked";
    }
    if (!tags(judged).complete()) {
      return "tags";
    }
    if (policy.caps().isTooMuch(judged.fields())) {
      return Shelf.HEAD_TOO_LARGE;
    }
    return policy.stores(new CommittedHead(judged)) ? null : "store-when";
  }

  /** The terms on which the response is stored; null if what was said at last forbids it. */
  @Nullable Granted terms(ResponseHead head, Duration delay, Instant now) {
    return HandlerFields.mixed(before, head.fields())
        ? null
        : termsOf(new ResponseHead(head.status(), fields(head.fields())), delay, now);
  }

  /** The same for a response whose fields are all the handler's. */
  private @Nullable Granted termsOf(ResponseHead judged, Duration delay, Instant now) {
    Storability verdict = judge(judged, delay, now);
    Vary vary = vary(judged.fields());
    if (!(verdict instanceof Storability.Store store)
        || merelyResembles(judged, verdict)
        || reads.refusal(Vary.of(judged.fields())) != null
        || vary.isAny()
        || !context.isStored()) {
      return null;
    }
    PageTags tags = tags(judged);
    // What the handler has said while it ran is as good as what it says in its fields.
    boolean byRule = store.lifetime().byRule() && context.ttl() == null;
    return tags.complete()
        ? new Granted(
            terms(store.lifetime(), byRule).tagged(tags.tags()),
            byRule,
            without(judged, store.without()),
            vary,
            reads.notes(vary))
        : null;
  }

  private PageTags tags(ResponseHead judged) {
    return PageTags.of(asked, aside.behind(judged.fields()), context, earlier);
  }

  /** What else forbids that a response is stored. */
  Guards guards() {
    return guards;
  }

  private boolean merelyResembles(ResponseHead judged, Storability verdict) {
    return verdict instanceof Storability.Store store
        && store.lifetime().byRule()
        && context.ttl() == null
        && guards.merelyResembles(judged);
  }

  /** What is not stored, fields for this cache alone among it that were said past it. */
  private Set<String> without(ResponseHead judged, Set<String> named) {
    if (exchange.policy().isProxy()
        || SurrogateKeys.FIELDS.stream().noneMatch(judged.fields()::contains)) {
      return named;
    }
    return Stream.concat(
            named.stream(),
            SurrogateKeys.FIELDS.stream().map(name -> name.toLowerCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Terms terms(Lifetime granted, boolean byRule) {
    Duration fresh = atMost(granted.freshFor());
    Duration chosen = byRule ? exchange.policy().chance().shorten(fresh) : fresh;
    // What is not fresh at all is kept for as long as it is of any use.
    Terms terms =
        granted.freshFor().isZero()
            ? Terms.kept(atMost(granted.usableFor()))
            : Terms.ttl(chosen).keep(atMost(granted.keep()));
    return terms
        .staleWhileRevalidate(atMost(granted.staleWhileRevalidate()))
        .staleIfError(atMost(granted.staleIfError()))
        .aged(atMost(granted.initialAge(), Terms.MAX_AGE));
  }

  /**
   * On which terms a response is stored.
   *
   * @param terms the terms
   * @param byRule whether it is fresh by the rule's ttl, and does not say itself for how long
   * @param without the names of the fields that are not stored, in lower case
   * @param vary the request fields that it varies on, those in the key not among them
   * @param notes for which requests it is not
   */
  record Granted(Terms terms, boolean byRule, Set<String> without, Vary vary, List<String> notes) {}

  /** What it says, and what its handler has read by which clients say what they prefer. */
  private Vary vary(HttpFields judged) {
    Set<String> inKey = exchange.policy().responses(null).keyFields();
    Vary vary =
        Vary.of(judged).union(Vary.of(reads.selecting())).union(Vary.of(Unless.selecting(notes)));
    return vary.isNone() || vary.isAny()
        ? vary
        : Vary.of(vary.names().stream().filter(name -> !inKey.contains(name)).toList());
  }

  /** What of the request decides where the answer is stored. */
  Asked asked() {
    return asked;
  }

  /** The fields that are judged, what is for this cache alone among them. */
  private HttpFields fields(HttpFields after) {
    return aside.behind(guards.varied(HandlerFields.judged(before, after)));
  }

  /** The request as it is now: the handler may have logged a user in, or begun a session. */
  private RequestHead request() {
    RequestHead head = exchange.head();
    if (!exchange.policy().asksForUser()) {
      return head;
    }
    HttpServletRequest request = exchange.request();
    return new RequestHead(
        head.method(),
        head.fields(),
        request.getUserPrincipal() != null,
        request.getSession(false) != null);
  }

  private static Duration atMost(Duration duration) {
    return atMost(duration, Terms.MAX_LIFETIME);
  }

  private static Duration atMost(Duration duration, Duration most) {
    return duration.compareTo(most) > 0 ? most : duration;
  }
}

package io.larder.servlet;

import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.key.KeyResult;
import io.larder.http.CacheControl;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import io.larder.http.Vary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a POST that says itself what a GET of the same URI would get, and for how long (RFC
 * 9110, 9.3.3): it is stored as that one's answer.
 *
 * <p>What lies under the key of the URI ends when the head of the answer leaves, as with any unsafe
 * request. In its place stands a mark with a random generation from then on, put there by a claim
 * from before the handler ran, and the page is stored only if that very mark is still there when
 * the body has ended. So whoever evicts the URI in all that time has the last word.
 */
final class PostAnswer {

  /** Longer than any body is on its way; whoever asks meanwhile asks the handler. */
  private static final Terms MARK = Terms.ttl(Duration.ofMinutes(10));

  private final Exchange exchange;
  private final String key;
  private final HttpFields before;
  private final FillJudge judge;
  private final Backing backing;
  private final Claim claim;
  private final long began;
  private @Nullable Variants mark;

  private PostAnswer(
      Exchange exchange, String key, String target, AsideFields aside, Backing backing) {
    this.exchange = exchange;
    this.key = key;
    this.before = HandlerFields.before(exchange.response());
    this.judge =
        new FillJudge(exchange, before, new FillContext(), aside, Reads.of(exchange))
            .ofPost(target);
    this.backing = backing;
    this.claim = backing.store().claim(key);
    this.began = backing.ticker().read();
  }

  /** Of a request whose handler has not run yet; null if its answer is none for a GET. */
  static @Nullable PostAnswer of(Exchange exchange, AsideFields aside, Backing backing) {
    if (!exchange.policy().isProxy()
        || exchange.policy().isShadow()
        || !exchange.head().method().equals("POST")
        || CacheControl.of(exchange.head().fields()).noStore()) { // RFC 9111, 5.2.1.5
      return null;
    }
    RequestedUri requested = RequestedUri.of(exchange.request());
    return exchange.policy().keys().key(requested.request()) instanceof KeyResult.Key found
        ? new PostAnswer(exchange, found.text(), target(requested), aside, backing)
        : null;
  }

  /** The URI as its client writes it, which leaves out a port that is the scheme's own. */
  private static String target(RequestedUri requested) {
    RequestedUri.Origin origin = requested.origin();
    int usual = origin.scheme().equals("https") ? 443 : 80;
    String bare = new RequestedUri.Origin(origin.scheme(), origin.host(), -1).text();
    return origin.port() == usual
        ? bare + requested.text().substring(origin.text().length())
        : requested.text();
  }

  /** The key under which it lies. */
  String key() {
    return key;
  }

  /** Whether it may be stored, from its head; what lay under the key has ended then. */
  boolean takes(ResponseHead head) {
    if (!claim.granted()
        || judge.refusal(head, delay(), now()) != null
        || !backing.admitsNew(exchange.policy(), key)) {
      return false;
    }
    Variants first = Variants.first(Vary.of(List.of()));
    backing.store().put(claim, first.toPage(), MARK);
    if (!isThere(first)) {
      return false;
    }
    mark = first;
    return true;
  }

  /** Whether it has been taken. */
  boolean isTaken() {
    return mark != null;
  }

  /** The response has ended: stores it, if it is whole. */
  void end(Captured captured) {
    Variants marked = mark;
    if (marked == null) {
      backing.store().abandon(claim);
      return;
    }
    mark = null;
    Kept kept = null;
    String reason = Reason.UNFINISHED.token();
    if (captured instanceof Captured.Complete complete) {
      kept = store(marked, complete);
    } else if (captured instanceof Captured.Incomplete incomplete) {
      reason = incomplete.reason().token();
    }
    Tally.loaded(exchange, key, kept, false, reason, delay().toNanos());
    if ((kept == null || kept.result() != FillResult.STORED) && isThere(marked)) {
      backing.store().evict(key);
    }
  }

  /** Whether nobody has put anything else in the place of a mark. */
  private boolean isThere(Variants marked) {
    Variants there = Variants.of(backing.store().find(key));
    return there != null && there.generation().equals(marked.generation());
  }

  private @Nullable Kept store(Variants marked, Captured.Complete complete) {
    Instant now = now();
    ResponseHead head = new ResponseHead(complete.status(), complete.fields());
    FillJudge.Granted granted = judge.terms(head, delay(), now);
    if (granted == null) {
      return null;
    }
    Page page =
        PageMaker.page(
            complete.status(),
            HandlerFields.changed(before, complete.fields()),
            complete.fields(),
            granted.without(),
            complete.body(),
            exchange.policy().tagsPages(),
            now);
    Located located = new Located(key, marked, key, new Miss<>(Miss.UNKNOWN), false);
    return new Shelf(backing, exchange)
        .put(
            located,
            claim,
            new Shelf.Put(
                judge.asked(),
                granted.vary(),
                page,
                granted.terms(),
                complete.fields().first("ETag")));
  }

  private Duration delay() {
    return Duration.ofNanos(Math.max(0, backing.ticker().read() - began));
  }

  private Instant now() {
    return backing.clock().instant();
  }
}

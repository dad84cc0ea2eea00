package io.larder.servlet;

import io.larder.cache.flight.Leader;
import io.larder.http.CacheStatus;
import io.larder.http.HttpFields;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What goes with a request that has waited without a thread and is dispatched to where it came
 * from: past this filter, unless that is mapped for such dispatches too.
 */
final class SentBack {

  private static final String ATTRIBUTE = SentBack.class.getName();

  /** So long a lead may be on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

  private final AsyncFollower from;
  private final CacheStatus said;
  private final boolean again;

  /** Guarded by this. */
  private @Nullable Leader<Landed> lead;

  private SentBack(
      AsyncFollower from, CacheStatus said, boolean again, @Nullable Leader<Landed> lead) {
    this.from = from;
    this.said = said;
    this.again = again;
    this.lead = lead;
  }

  /** For the handler, as it is. */
  static SentBack toHandler(AsyncFollower from, CacheStatus said) {
    return new SentBack(from, said, false, null);
  }

  /**
   * To be looked up again.
   *
   * @param said what {@code Cache-Status} says if the filter does not see it again
   */
  static SentBack toLookUp(AsyncFollower from, CacheStatus said) {
    return new SentBack(from, said, true, null);
  }

  /**
   * To lead.
   *
   * @param said what {@code Cache-Status} says if the filter does not see it again
   */
  static SentBack toLead(AsyncFollower from, CacheStatus said, Leader<Landed> lead) {
    lead.within(ON_ITS_WAY); // there are containers that do not tell of every end
    return new SentBack(from, said, true, lead);
  }

  /** What has come with a dispatched request; null if it was not sent back by these followers. */
  static @Nullable SentBack arrived(HttpServletRequest request, Followers followers) {
    if (request.getAttribute(ATTRIBUTE) instanceof SentBack sent && sent.from.isOneOf(followers)) {
      request.removeAttribute(ATTRIBUTE);
      return sent;
    }
    return null;
  }

  /** Says that the handler is asked as if there were no cache, and goes along with the request. */
  void leave(Exchange exchange) {
    if (!again) {
      missed(exchange);
    }
    Passing.say(exchange, said);
    exchange.request().setAttribute(ATTRIBUTE, this);
  }

  Missed missed() {
    return from.missed();
  }

  /** Whether it goes to the handler as it is. */
  boolean isForHandler() {
    return !again;
  }

  /** The lead, for whoever asks first. */
  synchronized @Nullable Leader<Landed> takeLead() {
    Leader<Landed> taken = lead;
    lead = null;
    if (taken != null) {
      taken.stays();
    }
    return taken;
  }

  /**
   * The exchange goes on in this dispatch; what was said of it in case that the filter is passed by
   * is taken back, if it does not hold any more.
   */
  Exchange resumed(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    Exchange exchange = from.exchange();
    if (again) {
      takeBack(response, exchange.tell(said));
    }
    return exchange.in(request, response, chain);
  }

  /** Takes one line away; there is no other way than to say all the others anew. */
  private static void takeBack(HttpServletResponse response, String line) {
    HttpFields fields = HandlerFields.before(response);
    String type = response.getContentType();
    int status = response.getStatus();
    response.reset();
    response.setStatus(status);
    if (type != null) {
      response.setContentType(type);
    }
    boolean taken = false;
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      boolean ours = name.equalsIgnoreCase(CacheStatus.FIELD) && fields.value(i).equals(line);
      if (ours && !taken) {
        taken = true;
      } else if (!name.equalsIgnoreCase("Content-Type")) {
        response.addHeader(name, fields.value(i));
      }
    }
  }

  /** The request was looked up in vain, unless it has come back to the filter. */
  private void missed(Exchange exchange) {
    Tally.passed(exchange, from.missed().primary(), said);
  }

  /** It will not arrive; the next one gets the lead. */
  void undeliverable() {
    missed(from.exchange());
    Leader<Landed> untaken = takeLead();
    if (untaken != null) {
      untaken.close();
    }
    from.handlerEnded();
  }

  /** The handler has ended, if this has come back to the filter; the request, if it has not. */
  void over() {
    missed(from.exchange());
    Leader<Landed> untaken = takeLead();
    if (untaken != null) {
      untaken.release(); // who else waits would not lead either
    }
    from.handlerEnded();
  }
}

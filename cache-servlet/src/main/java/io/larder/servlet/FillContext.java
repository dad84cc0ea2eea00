package io.larder.servlet;

import io.larder.cache.Terms;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a handler says about its own response while it runs: how long it is fresh, which tags it
 * has, or that it is not to be stored.
 *
 * <pre>{@code
 * FillContext.of(request).ttl(Duration.ofSeconds(30)).tags("country:" + country);
 * }</pre>
 *
 * <p>It beats rules and annotations, and is beaten by {@code no-store}, {@code private} and {@code
 * no-cache} of the response, and by its {@code Larder-Cache-Control}. Where neither a rule nor an
 * annotation covers a servlet, its first use makes the filter look requests to this servlet up from
 * then on; nothing is stored of them unless the handler sets a {@link #ttl} or sends {@code
 * Larder-Cache-Control}. Where nothing is stored (outside the filter, for a request with a user)
 * all methods do nothing.
 *
 * <p>Not thread-safe: for the handler's thread. What is said after the response's head has left
 * still counts, until the handler returns. {@link #asksAnew} is for any thread.
 */
public final class FillContext implements io.larder.cache.FillContext {

  /** The request's attribute that holds it, or the {@link Servlets} that can learn. */
  static final String ATTRIBUTE = FillContext.class.getName();

  /** What tells which page an answer is about, and which part of it. */
  private static final List<String> TELLING =
      List.of("Content-Length", "Content-Range", "Content-Type", "Date", "ETag", "Last-Modified");

  private @Nullable Duration ttl;
  private List<String> tags = List.of();
  private boolean stored = true;
  private volatile @Nullable OwnQuestion own;

  FillContext() {}

  /** What the filter has a handler asked in place of what its client wants. */
  interface OwnQuestion {
    /** Whether an answer may be one to that; of a body nothing is known yet. */
    boolean mayBeAnsweredBy(ResponseHead answer);

    /** Has the request show what the client wants. */
    void giveUp();
  }

  void asks(OwnQuestion question) {
    own = question;
  }

  /** Returns the context of a request's response; never null, outside the filter one of no use. */
  public static FillContext of(ServletRequest request) {
    Object found = request.getAttribute(ATTRIBUTE);
    if (found instanceof FillContext context) {
      return context;
    }
    if (found instanceof Servlets servlets) {
      servlets.learn(request);
    }
    return new FillContext();
  }

  /**
   * Sets how long the response is fresh.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  @Override
  public FillContext ttl(Duration ttl) {
    this.ttl = Terms.ttl(ttl).fresh();
    return this;
  }

  /**
   * Adds tags to those of the rule. With an empty or too long one, or more than 32 in all, the
   * response is not stored.
   */
  @Override
  public FillContext tags(String... tags) {
    for (String tag : tags) {
      Objects.requireNonNull(tag, "tag");
    }
    this.tags = Stream.concat(this.tags.stream(), Stream.of(tags)).toList();
    return this;
  }

  /** Keeps the response from being stored. */
  @Override
  public FillContext doNotStore() {
    stored = false;
    return this;
  }

  /**
   * For a proxy that has an answer of its origin, and has passed nothing of it on yet: whether it
   * is to ask once more.
   *
   * <p>Where something is stored, the filter has the handler ask whether that is still so (RFC
   * 9111, 4.3.1), or for what is missing of it (3.4), by conditions and a {@code Range} of its own.
   * An origin may have something else to say to that: 304 about another version, another part or
   * less of it, or 416. Once this has said true the request shows what the client itself wants. A
   * proxy that asks nothing here may have its client get 502 then, or for the last time what was
   * stored. From any thread, while the request lasts.
   *
   * @param status of the answer
   * @param field the first value of its field of a name, in any case; null if there is none
   */
  public boolean asksAnew(int status, Function<String, @Nullable String> field) {
    OwnQuestion question = own;
    if (question == null) {
      return false;
    }
    HttpFields.Builder fields = HttpFields.builder();
    for (String name : TELLING) {
      String value = field.apply(name);
      if (value != null) {
        fields.add(name, value);
      }
    }
    if (question.mayBeAnsweredBy(new ResponseHead(status, fields.build()))) {
      return false;
    }
    own = null;
    question.giveUp();
    return true;
  }

  @Nullable Duration ttl() {
    return ttl;
  }

  List<String> tags() {
    return tags;
  }

  boolean isStored() {
    return stored;
  }
}

package io.larder.servlet;

import io.larder.cache.Terms;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
 * still counts, until the handler returns.
 */
public final class FillContext {

  /** The request's attribute that holds it, or the {@link Servlets} that can learn. */
  static final String ATTRIBUTE = FillContext.class.getName();

  private @Nullable Duration ttl;
  private List<String> tags = List.of();
  private boolean stored = true;

  FillContext() {}

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
  public FillContext ttl(Duration ttl) {
    this.ttl = Terms.ttl(ttl).fresh();
    return this;
  }

  /**
   * Adds tags to those of the rule. With an empty or too long one, or more than 32 in all, the
   * response is not stored.
   */
  public FillContext tags(String... tags) {
    for (String tag : tags) {
      Objects.requireNonNull(tag, "tag");
    }
    this.tags = Stream.concat(this.tags.stream(), Stream.of(tags)).toList();
    return this;
  }

  /** Keeps the response from being stored. */
  public FillContext doNotStore() {
    stored = false;
    return this;
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

package io.larder.chaos;

import io.larder.cache.CacheListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Where answers come from: remembers it for the thread that asks, and tells it of each hit in a
 * header. Thread-safe.
 *
 * <p>A hit is the store's if no copy in this process was hit since its question came. Whoever hits
 * a copy has counted that before he goes on, so none is taken for the store's. One that is the
 * store's may be taken for a copy, if somebody else hits a copy meanwhile: then a contact with the
 * store is overlooked, which makes the check of histories weaker and never wrong.
 */
final class Sources implements CacheListener, Filter {

  /** The field of an answer that names its {@link Source}. */
  static final String HEADER = "Source";

  private final ThreadLocal<Source> last = ThreadLocal.withInitial(() -> Source.ORIGIN);
  private final ThreadLocal<Question> question = new ThreadLocal<>();
  private volatile LongSupplier copyHits = () -> 0;

  private record Question(HttpServletResponse response, long copyHits) {}

  /** Sets what says how often a copy was hit in this process. */
  void count(LongSupplier hits) {
    copyHits = hits;
  }

  /** Returns where it comes from what this thread was given last. */
  Source last() {
    return last.get();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    question.set(new Question((HttpServletResponse) response, copyHits.getAsLong()));
    try {
      chain.doFilter(request, response);
    } finally {
      question.remove();
    }
  }

  @Override
  public void hit(String cache, String key, long bytes) {
    Question asked = question.get();
    if (asked != null) {
      Source source = asked.copyHits() == copyHits.getAsLong() ? Source.STORE : Source.COPY;
      last.set(source);
      // Only now: what is there when a page is computed may be stored with it.
      asked.response().setHeader(HEADER, source.name());
    }
  }

  @Override
  public void miss(String cache, String key) {
    last.set(Source.ORIGIN);
  }

  @Override
  public void refused(String cache, String key, String reason, long nanos) {
    if (reason.equals("store-unavailable")) {
      last.set(Source.UNAVAILABLE);
    }
  }
}

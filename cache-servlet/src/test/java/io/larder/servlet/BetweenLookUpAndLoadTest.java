package io.larder.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a page after a request has looked it up, and before it runs the handler. */
class BetweenLookUpAndLoadTest {
  private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

  /** What is done once, around the next call of this name. */
  private record Step(String method, boolean before, Callable<Object> what) {}

  private final AtomicReference<Step> next = new AtomicReference<>();
  private final Larder larder = InterceptedBackend.larder(this::around);
  private Site site;

  @AfterEach
  void stop() {
    site.close();
  }

  private Object around(String method, Object[] arguments, Callable<Object> proceed)
      throws Exception {
    Step step = next.get();
    if (step == null || !step.method().equals(method) || !next.compareAndSet(step, null)) {
      return proceed.call();
    }
    if (step.before()) {
      Object unused = step.what().call();
      return proceed.call();
    }
    Object result = proceed.call();
    Object unused = step.what().call();
    return result;
  }

  private void start(String rules) throws Exception {
    site = Site.of(this::answer).over(larder).rules(rules).start();
  }

  /** A page that changes so fast that its date does not tell. */
  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Last-Modified", DATE);
    if (request.getHeader("If-Modified-Since") != null) {
      response.setStatus(304);
      return;
    }
    byte[] body = ("run " + site.runs()).getBytes(US_ASCII);
    if (request.getHeader("Range") != null) {
      response.setStatus(206);
      response.setHeader("Content-Range", "bytes 0-4/100");
    }
    response.getOutputStream().write(body);
  }

  private void evictedBeforeTheClaim(boolean evicted) {
    String key = site.key("/a");
    larder.pages().refresh(key);
    if (evicted) {
      next.set(new Step("claim", true, () -> larder.pages().evict(key)));
    }
  }

  @ParameterizedTest
  @CsvSource({"true, run 2", "false, run 1"})
  void whatWasEvictedIsNotConfirmed(boolean evicted, String text) throws Exception {
    start("/* ttl=30s keep=10m");
    site.get("/a");
    evictedBeforeTheClaim(evicted);

    assertThat(site.get("/a").text()).isEqualTo(text);
    RawResponse after = site.get("/a");
    assertThat(after.text()).isEqualTo(text);
    assertThat(after.first("Cache-Status")).startsWith("larder; hit");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasEvictedIsNotUpdatedByHead(boolean evicted) throws Exception {
    start("/* ttl=30s keep=10m");
    site.get("/a");
    evictedBeforeTheClaim(evicted);

    site.send("HEAD", "/a", "If-None-Match: \"x\"");
    assertThat(site.runs()).isEqualTo(2);
    assertThat(site.filter.find(site.key("/a")) instanceof Miss).isEqualTo(evicted);
  }

  @ParameterizedTest
  @CsvSource({"true, run 2", "false, run 1"})
  void partsThatWereEvictedAreNotConfirmed(boolean evicted, String text) throws Exception {
    start("/* proxy ttl=30s override keep=10m");
    site.get("/a", "Range: bytes=0-4");
    evictedBeforeTheClaim(evicted);

    RawResponse answer = site.get("/a", "Range: bytes=0-4");
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.text()).isEqualTo(text);
  }

  @Test
  void aPartDoesNotReplaceTheWholeThatWasStored() throws Exception {
    start("/* proxy ttl=30s override keep=10m");
    next.set(new Step("claim", true, () -> site.get("/a")));
    assertThat(site.get("/a", "Range: bytes=0-4").text()).isEqualTo("run 2");

    RawResponse whole = site.get("/a");
    assertThat(whole.text()).isEqualTo("run 1");
    assertThat(whole.first("Cache-Status")).startsWith("larder; hit");
  }

  /** A part says no more of the page than the whole does. */
  @Test
  void theWholeIsStoredInThePlaceOfAPart() throws Exception {
    start("/* proxy ttl=30s override keep=10m");
    next.set(new Step("claim", false, () -> site.get("/a", "Range: bytes=0-4")));
    assertThat(site.get("/a").text()).isEqualTo("run 2");

    RawResponse whole = site.get("/a");
    assertThat(whole.text()).isEqualTo("run 2");
    assertThat(whole.first("Cache-Status")).startsWith("larder; hit");
  }

  @ParameterizedTest
  @CsvSource({"no-cache, 2", "max-age=0, 2", "max-stale, 1"})
  void whatWasStoredIsServedToWhoAcceptsIt(String directive, int runs) throws Exception {
    start("/* ttl=30s clientDirectives");
    next.set(new Step("find", false, () -> site.get("/a")));

    assertThat(site.get("/a", "Cache-Control: " + directive).text()).isEqualTo("run " + runs);
    assertThat(site.runs()).isEqualTo(runs);
  }
}

package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.key.RequestDescription;
import io.larder.http.Vary;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For which requests a page is not, by what stands on it. */
class UnlessTest {

  private final Larder larder = Larder.open("memory:");
  private final CacheRule rule = CacheRule.parse("/* ttl=30s allowAuthenticated");
  private final Policy policy = Policy.of(rule, rule.attributes(), larder);

  @AfterEach
  void close() {
    larder.close();
  }

  private static Page noted(String... reads) {
    return new Page(200, new String[0], new String[0], null, new byte[0])
        .noted(List.of(reads).stream().map(Unless::note).toList());
  }

  /** A request that makes nothing anew when it is asked. */
  private static HttpServletRequest request(String query) {
    RequestDescription nobody = RequestDescription.of(URI.create("http://localhost/a"), Map.of());
    return new HttpServletRequestWrapper(ExplainedRequest.of("GET", nobody, Map.of())) {
      @Override
      public String getHeader(String name) {
        return name.equals("x-there") ? "x" : null;
      }

      @Override
      public String getMethod() {
        return "GET";
      }

      @Override
      public Object getAttribute(String name) {
        return name.equals("there") ? "x" : null;
      }

      @Override
      public String getQueryString() {
        return query;
      }

      @Override
      public String getRequestedSessionId() {
        return null;
      }

      @Override
      public java.security.Principal getUserPrincipal() {
        return null;
      }

      @Override
      public jakarta.servlet.http.HttpSession getSession(boolean create) {
        return null;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "header:x-there, false",
    "header:x-not, true",
    "attribute:there, false",
    "attribute:not, true",
    "param:page, false",
    "param:a b, false",
    "param:%, false",
    "param:umlautü, false",
    "param:pag, true",
    "param:other, true",
    "param:2, true",
    "session, true",
    "session-id, true",
    "cookies, true",
    "something-later, false"
  })
  void isForRequestsWithoutIt(String read, boolean fits) {
    HttpServletRequest request = request("page=2&a+b=1&%25=x&umlaut%C3%BC=1");
    for (int i = 0; i < 2; i++) {
      assertThat(Unless.fits(noted(read), request, policy, Vary.NONE)).isEqualTo(fits);
    }
  }

  @ParameterizedTest
  @CsvSource({"page, false", "pag, true", "2, true", "other, true"})
  void namesAreWholeInAPlainQueryToo(String name, boolean fits) {
    assertThat(Unless.fits(noted("param:" + name), request("page=2"), policy, Vary.NONE))
        .isEqualTo(fits);
  }

  /** Of names that a handler has from a client there may be any number. */
  @Test
  void namesWithoutEndAreToldApartAllTheSame() {
    for (int i = 0; i < 3_000; i++) {
      String name = "x-" + i + "-" + "y".repeat(i % 200);
      assertThat(Unless.fits(noted("header:" + name), request(null), policy, Vary.NONE)).isTrue();
    }
    assertThat(Unless.fits(noted("header:x-there"), request(null), policy, Vary.NONE)).isFalse();
  }

  @Test
  void aHitAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Page page =
        noted("header:x-not", "param:other", "attribute:not", "session", "session-id", "cookies");
    HttpServletRequest request = request("page=2&size=10");
    namesWithoutEndAreToldApartAllTheSame(); // which has taken all room that there is for names
    aThousandHits(page, request);
    long before = threads.getCurrentThreadAllocatedBytes();
    int hits = aThousandHits(page, request);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(hits).isEqualTo(1_000);
    assertThat(allocated).as("bytes for a thousand hits").isLessThan(1_000);
  }

  private int aThousandHits(Page page, HttpServletRequest request) {
    int hits = 0;
    for (int i = 0; i < 1_000; i++) {
      hits += Unless.fits(page, request, policy, Vary.NONE) ? 1 : 0;
    }
    return hits;
  }
}

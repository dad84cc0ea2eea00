package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where a servlet's annotation may stand, and which may not. */
@SuppressWarnings("serial")
class CachedServletTest {

  @Cached(ttl = "30s")
  @Retention(RetentionPolicy.RUNTIME)
  @interface Briefly {}

  @Briefly
  @Retention(RetentionPolicy.RUNTIME)
  @interface VeryBriefly {}

  @VeryBriefly
  static class OnClass extends HttpServlet {}

  @Cached(ttl = "10s")
  static class OnMethod extends HttpServlet {
    @Briefly
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
  }

  @Briefly
  @Cached(ttl = "10s")
  static class Twice extends HttpServlet {}

  @Cached(eachOf = "ids")
  static class Batch extends HttpServlet {}

  static class Evicting extends HttpServlet {
    @CacheEvict(tags = "a")
    @CacheEvict(tags = "b")
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {}
  }

  static class Putting extends HttpServlet {
    @CachePut(cache = "a")
    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) {}

    @CacheEvict(tags = "b")
    void notAHandler(String text) {}
  }

  @Test
  void itMayStandOnAnAnnotationThatStandsThere() {
    assertThat(CachedServlet.read(OnClass.class).get(Vocabulary.TTL))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(CachedServlet.read(OnMethod.class).get(Vocabulary.TTL))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(CachedServlet.read(HttpServlet.class)).isNull();
  }

  @Test
  void severalAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CachedServlet.read(Twice.class))
        .withMessage(
            "@Cached on "
                + Twice.class.getName()
                + ": it has several, by its annotations: keep one");
  }

  @Test
  void whatIsAboutMethodsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CachedServlet.read(Batch.class))
        .withMessageStartingWith(
            "@Cached on " + Batch.class.getName() + ": eachOf is about methods");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CachedServlet.read(Evicting.class))
        .withMessageStartingWith("@CacheEvict on " + Evicting.class.getName() + ".doPost: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CachedServlet.read(Putting.class))
        .withMessageStartingWith("@CachePut on " + Putting.class.getName() + ".doPut: ");
  }
}

package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagesTest {

  private static final String KEY = "http://localhost:5000/u?country=France&name=Paris";
  private static final URI TURNED =
      URI.create("HTTP://LOCALHOST:5000/u?name=%50aris&country=France");
  private static final URI OTHER = URI.create("http://localhost:5000/u?country=France&name=Lyon");

  private final Larder larder = Larder.open("memory:");
  private final Pages pages = larder.pages();

  @BeforeEach
  void store() {
    for (String key : new String[] {KEY, OTHER.toString()}) {
      Page page = new Page(200, new String[0], new String[0], null, new byte[] {1});
      Terms terms = Terms.ttl(Duration.ofMinutes(1)).staleIfError(Duration.ofMinutes(1));
      assertThat(pages.store().fill(pages.store().claim(key), page, terms))
          .isEqualTo(FillResult.STORED);
    }
  }

  @AfterEach
  void close() {
    larder.close();
  }

  @Test
  void aPageIsFoundByItsUriInAnySpelling() {
    assertThat(pages.find(TURNED)).isInstanceOf(CacheEntry.class).isSameAs(pages.find(KEY));
    assertThat(pages.find(URI.create("http://localhost/u"))).isInstanceOf(Miss.class);
  }

  @Test
  void aPageIsEvictedByItsUriAndNoOther() {
    assertThat(pages.evict(TURNED)).isEqualTo(Answer.APPLIED);

    assertThat(pages.find(KEY)).isInstanceOf(Miss.class);
    assertThat(pages.find(OTHER)).isInstanceOf(CacheEntry.class);
  }

  @Test
  void aPageThatIsRefreshedByItsUriIsStaleAndStillThere() {
    assertThat(pages.refresh(TURNED)).isEqualTo(Answer.APPLIED);

    assertThat(pages.find(KEY))
        .isInstanceOfSatisfying(
            CacheEntry.class, entry -> assertThat(entry.isFresh(larder.ticker().read())).isFalse());
  }

  @Test
  void aUriThatHasNoKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pages.evict(URI.create("http://localhost/a/../b")));
  }
}

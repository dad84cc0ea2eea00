package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import io.larder.servlet.CacheRule;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The snippets of docs/keys.md and docs/design.md that need no Redis. */
class StoreSnippetsTest {

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void evictingAPage() {
    try (Larder larder = Larder.open("memory:")) {
      Page page = new Page(200, new String[0], new String[0], null, new byte[0]);
      String lies = "http://localhost:5000/universities?country=Germany&name=Berlin";
      Claim claim = larder.pages().store().claim(lies);
      larder.pages().store().fill(claim, page, Terms.ttl(Duration.ofSeconds(30)));

      // tag::evict
      CacheRule rule = CacheRule.parse("/universities ttl=30s params=country,name");
      String key =
          rule.key(URI.create("http://localhost:5000/universities?name=Berlin&country=Germany"));

      Lookup<Page> found = larder.pages().find(key); // what lies there
      Answer refreshed = larder.pages().refresh(key); // the next request computes it anew
      Answer evicted = larder.pages().evict(key); // gone, and a load under way is not stored
      // end::evict

      assertThat(found).isInstanceOf(CacheEntry.class);
      assertThat(refreshed).isEqualTo(Answer.APPLIED);
      assertThat(evicted).isEqualTo(Answer.APPLIED);
      assertThat(larder.pages().find(key)).isInstanceOf(Miss.class);
    }
  }

  @Test
  void invalidatingATag() {
    try (Larder larder = Larder.open("memory:")) {
      CacheStore<String> values = larder.store("values", Codecs.utf8());
      Terms terms = Terms.ttl(Duration.ofMinutes(1)).tagged("country:Côte d'Ivoire");
      values.fill(values.claim("a"), "x", terms);

      // tag::invalidate
      larder.invalidate("country:Côte d'Ivoire");
      // end::invalidate

      assertThat(values.find("a")).isInstanceOf(Miss.class);
    }
  }

  @Test
  void computingAValue() {
    try (Larder larder = Larder.open("memory:")) {
      CacheStore<String> quotes = larder.store("quotes", Codecs.utf8());

      assertThat(quote(quotes)).isEqualTo("12.50");
      assertThat(quote(quotes)).isEqualTo("12.50");
      assertThat(asked).hasValue(1);
    }
  }

  private String quote(CacheStore<String> quotes) {
    // tag::claim
    Lookup<String> found = quotes.find("ACME");
    if (found instanceof CacheEntry<String> entry) {
      return entry.value();
    }
    Claim claim = quotes.claim("ACME"); // before the value is computed
    String quote = askTheExchange();
    quotes.fill(claim, quote, Terms.ttl(Duration.ofMinutes(1)).tagged("exchange:NYSE"));
    return quote;
    // end::claim
  }

  private String askTheExchange() {
    asked.incrementAndGet();
    return "12.50";
  }
}

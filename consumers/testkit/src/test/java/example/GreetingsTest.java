package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import io.larder.testkit.LarderExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LarderExtension.class)
class GreetingsTest {

  @Test
  void aGreetingIsFound(Larder larder) {
    CacheStore<String> greetings = larder.store("greetings", Codecs.utf8());
    greetings.fill(greetings.claim("Ada"), "Hello Ada", Terms.ttl(Duration.ofSeconds(30)));

    assertThat(greetings.find("Ada")).isInstanceOf(CacheEntry.class);
  }
}

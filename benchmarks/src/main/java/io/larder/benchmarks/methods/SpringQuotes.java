package io.larder.benchmarks.methods;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Annotated for Spring, over Caffeine. */
public class SpringQuotes extends SlowQuotes {

  @Override
  @Cacheable("quotes")
  public Quote find(String symbol) {
    return super.find(symbol);
  }

  /** The context that it lives in. */
  @Configuration
  @EnableCaching
  public static class Context {

    /** The service. */
    @Bean
    public Quotes quotes() {
      return new SpringQuotes();
    }

    /** A Caffeine whose entries expire. */
    @Bean
    public CacheManager caches() {
      CaffeineCacheManager caches = new CaffeineCacheManager("quotes");
      caches.setCaffeine(
          Caffeine.newBuilder()
              .executor(Runnable::run)
              .maximumSize(200_000)
              .expireAfterWrite(Duration.ofHours(1)));
      return caches;
    }
  }
}

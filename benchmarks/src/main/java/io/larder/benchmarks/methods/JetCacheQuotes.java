package io.larder.benchmarks.methods;

import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;
import com.alicp.jetcache.anno.config.EnableMethodCache;
import com.alicp.jetcache.anno.support.GlobalCacheConfig;
import com.alicp.jetcache.anno.support.JetCacheBaseBeans;
import com.alicp.jetcache.embedded.LinkedHashMapCacheBuilder;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Annotated for JetCache, in memory. */
public class JetCacheQuotes extends SlowQuotes {

  @Override
  @Cached(name = "quotes", cacheType = CacheType.LOCAL, expire = 3600, localLimit = 200_000)
  public Quote find(String symbol) {
    return super.find(symbol);
  }

  /** The context that it lives in. */
  @Configuration
  @EnableMethodCache(basePackages = "io.larder.benchmarks.methods")
  @Import(JetCacheBaseBeans.class)
  public static class Context {

    /** The service. */
    @Bean
    public Quotes quotes() {
      return new JetCacheQuotes();
    }

    /** A map whose entries expire: faster here than its Caffeine, which tidies up elsewhere. */
    @Bean
    public GlobalCacheConfig config() {
      Map<String, CacheBuilder> local = new HashMap<>();
      LinkedHashMapCacheBuilder<?> builder =
          LinkedHashMapCacheBuilder.createLinkedHashMapCacheBuilder();
      // A key is the array of the arguments: the cheapest way to make one that is equal to another.
      builder.keyConvertor(key -> ((Object[]) key)[0]);
      local.put(CacheConsts.DEFAULT_AREA, builder);
      GlobalCacheConfig config = new GlobalCacheConfig();
      config.setLocalCacheBuilders(local);
      config.setRemoteCacheBuilders(new HashMap<>());
      config.setStatIntervalMinutes(0);
      return config;
    }
  }
}

package io.larder.example;

import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.Cached;
import java.util.List;

/**
 * What the servlets ask for universities: the universities of a country, which are kept for all the
 * pages that are made of them. Thread-safe.
 */
interface UniversityCatalog {

  /** The cache of {@link #inCountry}. */
  String CACHE = "catalog";

  /**
   * Returns the universities of a country; what is kept if that is fresh, or if its origin fails.
   *
   * @param country its name in English
   * @throws UpstreamException if there is no usable answer, and none is kept
   */
  @Cached(cache = CACHE, ttl = "30s", staleIfError = "1h", tags = "country:{country}")
  List<University> inCountry(@CacheKey("country") String country) throws UpstreamException;

  /** Ends all that is kept of a country: its list, and every page that shows some of it. */
  @CacheEvict(tags = "country:{country}")
  void refresh(@CacheKey("country") String country);
}

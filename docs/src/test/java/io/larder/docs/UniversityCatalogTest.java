package io.larder.docs;

import static io.larder.testkit.LarderAssertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.Cached;
import io.larder.testkit.LarderExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service of docs/getting-started.md. */
@ExtendWith(LarderExtension.class)
class UniversityCatalogTest {

  record University(String name, String country) {}

  // tag::example-catalog
  interface UniversityCatalog {

    @Cached(cache = "catalog", ttl = "30s", staleIfError = "1h", tags = "country:{country}")
    List<University> inCountry(@CacheKey("country") String country);

    @CacheEvict(tags = "country:{country}")
    void refresh(@CacheKey("country") String country);
  }

  // end::example-catalog

  private static final class SlowCatalog implements UniversityCatalog {

    @Override
    public List<University> inCountry(String country) {
      return List.of(new University("University of " + country, country));
    }

    @Override
    public void refresh(String country) {}
  }

  @Test
  void aCountryIsAskedForOnceUntilItIsRefreshed(Larder larder) {
    UniversityCatalog catalog = larder.proxy(UniversityCatalog.class, new SlowCatalog());
    catalog.inCountry("Germany");
    catalog.inCountry("Germany");
    catalog.inCountry("France");
    assertThat(larder).cache("catalog").hasHits(1).loadedOnce("Germany").loadedOnce("France");

    catalog.refresh("Germany");

    catalog.inCountry("Germany");
    catalog.inCountry("France");
    assertThat(larder).cache("catalog").hasHits(2).loaded("Germany", 2).loadedOnce("France");
  }
}

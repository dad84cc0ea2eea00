package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proxies of interfaces in modules. */
class ProxyModulesTest {

  private static final String CATALOG =
      """
      package shop;
      %s interface Catalog {
        record Country(String name) {}
        @io.larder.cache.annotation.Cached(cache = "found")
        String find(Country country);
        class Slow implements Catalog {
          int calls;
          public String find(Country country) { return country.name() + ++calls; }
        }
      }
      """;

  @TempDir Path folder;

  private Class<?> catalog(String modifier, String directive) throws Exception {
    return Sources.inModule(folder, "Catalog", CATALOG.formatted(modifier), directive);
  }

  private static <T> T proxy(Larder larder, Class<T> type) throws Exception {
    Object slow =
        type.getClassLoader()
            .loadClass(type.getName() + "$Slow")
            .getDeclaredConstructor()
            .newInstance();
    return larder.proxy(type, type.cast(slow));
  }

  private static void assertCached(Class<?> type) throws Exception {
    Class<?> country = type.getClassLoader().loadClass(type.getName() + "$Country");
    Object germany = country.getDeclaredConstructor(String.class).newInstance("Germany");
    try (Larder larder = Larder.open("memory:")) {
      Object catalog = proxy(larder, type);
      var find = type.getMethod("find", country);
      find.setAccessible(true);
      assertThat(find.invoke(catalog, germany)).isEqualTo("Germany1");
      assertThat(find.invoke(catalog, germany)).isEqualTo("Germany1");
    }
  }

  @Test
  void onesOfAnOpenPackageNeedNotBePublic() throws Exception {
    assertCached(catalog("", "opens shop;"));
  }

  @Test
  void publicOnesOfAnExportedPackageNeedNotBeOpen() throws Exception {
    assertCached(catalog("public", "exports shop;"));
  }

  @Test
  void othersAreRefusedWithTheLineThatOpensTheirPackage() throws Exception {
    Class<?> type = catalog("", "exports shop;");
    try (Larder larder = Larder.open("memory:")) {
      assertRefused(
          () -> proxy(larder, type),
          "shop.Catalog.find(Country) cannot be called, since its package is not open",
          "add 'opens shop;' to the module-info of shop",
          "or make its type public and export the package");
    }
  }
}

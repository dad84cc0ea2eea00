package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.larder.cache.Larder;
import io.larder.cache.annotation.Cached;
import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subclasses of classes that others have loaded, and without ByteBuddy. */
class SubclassLoadersTest {

  private static final String CATALOG =
      """
      package shop;
      class Catalog implements java.util.function.Function<String, String> {
        int calls;
        Catalog() {}
        @io.larder.cache.annotation.Cached(cache = "found")
        String find(String country) { return country + ++calls; }
        public String apply(String country) { return find(country); }
      }
      """;

  @TempDir Path folder;

  private Class<?> inModule(String directive) throws Exception {
    return Sources.inModule(folder, "Catalog", CATALOG, directive);
  }

  @SuppressWarnings("unchecked")
  private static void assertCached(Larder larder, Class<?> type) {
    java.util.function.Function<String, String> catalog =
        (java.util.function.Function<String, String>) larder.subclass(type);
    assertThat(catalog.apply("Germany")).isEqualTo("Germany1");
    assertThat(catalog.apply("Germany")).isEqualTo("Germany1");
    assertThat(catalog.getClass().getClassLoader()).isSameAs(type.getClassLoader());
  }

  @Test
  void aPackagePrivateClassOfAnotherLoaderIsExtendedThere() throws Exception {
    URL[] classes = {Sources.compiled(folder, Map.of("Catalog.java", CATALOG)).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader());
        Larder larder = Larder.open("memory:")) {
      assertCached(larder, loader.loadClass("shop.Catalog"));
    }
  }

  @Test
  void aLoaderIsLetGoWithTheLarderThatUsedIt() throws Exception {
    WeakReference<ClassLoader> loader = usedAndClosed();
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loader.get()).isNull();
            });
  }

  private WeakReference<ClassLoader> usedAndClosed() throws Exception {
    URL[] classes = {Sources.compiled(folder, Map.of("Catalog.java", CATALOG)).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader());
        Larder larder = Larder.open("memory:")) {
      assertCached(larder, loader.loadClass("shop.Catalog"));
      return new WeakReference<>(loader);
    }
  }

  static class Kept {
    @Cached
    String find() {
      return "";
    }
  }

  @Test
  void aLarderIsLetGoThoughItsClassIsKept() {
    WeakReference<Larder> larder = usedAndClosedLarder();
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(larder.get()).isNull();
            });
  }

  private static WeakReference<Larder> usedAndClosedLarder() {
    try (Larder larder = Larder.open("memory:")) {
      larder.subclass(Kept.class).find();
      return new WeakReference<>(larder);
    }
  }

  @Test
  void aPackageThatIsNotOpenIsRefused() throws Exception {
    Class<?> type = inModule("exports shop;");
    try (Larder larder = Larder.open("memory:")) {
      assertRefused(
          () -> larder.subclass(type),
          "shop.Catalog can have no subclass, since its package is not open",
          "add 'opens shop;' to the module-info of shop");
    }
  }

  @Test
  void aPackageThatIsOpenIsNot() throws Exception {
    Class<?> type = inModule("opens shop;");
    try (Larder larder = Larder.open("memory:")) {
      assertCached(larder, type);
    }
  }

  @Test
  void proxiesNeedNoByteBuddyAndSubclassesSayWhatToAdd() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Class<?> each : List.of(Larder.class, Caffeine.class, Kept.class)) {
      urls.add(new File(Sources.path(each)).toURI().toURL());
    }
    try (URLClassLoader alone =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = alone.loadClass(Larder.class.getName());
      Class<?> finder = alone.loadClass(Finder.class.getName());
      Object found = alone.loadClass(Found.class.getName()).getDeclaredConstructor().newInstance();
      try (AutoCloseable larder =
          (AutoCloseable) type.getMethod("open", String.class).invoke(null, "memory:")) {
        Object proxy =
            type.getMethod("proxy", Class.class, Object.class).invoke(larder, finder, found);
        assertThat(finder.getMethod("find").invoke(proxy)).isEqualTo("found");
        Method subclass = type.getMethod("subclass", Class.class, Object[].class);
        for (int i = 0; i < 2; i++) { // a class that failed to link fails otherwise the second time
          assertThatThrownBy(() -> subclass.invoke(larder, found.getClass(), new Object[0]))
              .isInstanceOf(InvocationTargetException.class)
              .cause()
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  "larder.subclass needs ByteBuddy: add the dependency net.bytebuddy:byte-buddy");
        }
      }
    }
  }

  public interface Finder {
    @Cached
    String find();
  }

  public static class Found implements Finder {
    @Override
    public String find() {
      return "found";
    }
  }
}

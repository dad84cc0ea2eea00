package io.larder.cache.method;

import static io.larder.cache.method.Plans.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.annotation.Cached;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that were compiled without the names of their parameters, and with them. */
class ParameterNamesTest {

  private static final String TEMPLATE =
      """
      import io.larder.cache.annotation.*;
      public interface Catalog {
        @Cached(key = "{country}:{page}") String find(String country, int page);
      }
      """;

  private static final String MARKED =
      """
      import io.larder.cache.annotation.*;
      public interface Catalog {
        @Cached(key = "{country}:{page}")
        String find(@CacheKey("country") String country, @CacheKey("page") int page);
        @Cached String all(String country, int page);
      }
      """;

  private static final String OPAQUE =
      """
      import io.larder.cache.annotation.*;
      public interface Catalog {
        @Cached String all(String country, Thread page);
      }
      """;

  @TempDir Path folder;

  private Class<?> compiled(String source, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("Catalog.java"), source);
    String classes =
        Path.of(Cached.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-proc:none", "-cp", classes, file.toString()));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      return loader.loadClass("Catalog");
    }
  }

  @Test
  void aTemplateNeedsTheNames() throws Exception {
    Class<?> type = compiled(TEMPLATE);
    assertRefused(
        type,
        "@Cached on Catalog.find(String, int)",
        "the key '{country}:{page}' needs the parameter 'country'",
        "compile it with -parameters",
        "@CacheKey(\"country\")");
  }

  @Test
  void theNamesAreThereWithParameters() throws Exception {
    Class<?> type = compiled(TEMPLATE, "-parameters");
    assertThat(Plans.key(type, "find", "DE", 2)).isEqualTo("DE:2");
  }

  @Test
  void marksAndKeysOfAllArgumentsDoWithoutThem() throws Exception {
    Class<?> type = compiled(MARKED);
    assertThat(Plans.key(type, "find", "DE", 2)).isEqualTo("DE:2");
    assertThat(Plans.key(type, "all", "DE", 2)).isEqualTo("DE,2");
  }

  @Test
  void aParameterWithoutANameIsNamedByItsPosition() throws Exception {
    assertRefused(compiled(OPAQUE), "Catalog.all(String, Thread): parameter 2 has type");
  }
}

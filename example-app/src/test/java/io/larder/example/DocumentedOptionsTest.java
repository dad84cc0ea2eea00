package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Durations;
import io.larder.cache.annotation.Cached;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** docs/configuration.md has each flag and variable that the example knows, and no other. */
class DocumentedOptionsTest {

  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  @Test
  void theFlagsAreThoseOfTheCommandLine() throws IOException {
    List<String> flags =
        Main.commandLine(Map.of()).getCommandSpec().options().stream()
            .map(OptionSpec::longestName)
            .toList();

    assertThat(column(0)).containsExactlyInAnyOrderElementsOf(flags);
  }

  @Test
  void theVariablesAreThoseThatAreAskedFor() throws IOException {
    Recording environment = new Recording();
    ServerSettings unused = ServerSettings.of(new ListenFlags(), new CacheFlags(), environment);

    environment.asked.removeIf(name -> name.startsWith("CACHE_"));
    assertThat(column(1)).containsExactlyInAnyOrderElementsOf(environment.asked);
  }

  @Test
  void theDefaultsAreThoseOfTheCode() throws Exception {
    ServerSettings nothing = ServerSettings.of(new ListenFlags(), new CacheFlags(), Map.of());
    Cached annotation = UniversitiesServlet.class.getAnnotation(Cached.class);
    if (annotation == null) {
      annotation =
          UniversitiesServlet.class
              .getDeclaredMethod("doGet", HttpServletRequest.class, HttpServletResponse.class)
              .getAnnotation(Cached.class);
    }

    assertThat(defaults())
        .isEqualTo(
            Map.of(
                "--host", nothing.address().getAddress().getHostAddress(),
                "--port", "" + nothing.address().getPort(),
                "--store", nothing.store().toString(),
                "--ttl", annotation.ttl(),
                "--upstream", nothing.upstream().toString(),
                "--upstream-delay", Durations.format(nothing.upstream().delay()),
                "--cache-methods", "" + nothing.cacheMethods()));
  }

  /** The last of what each row has in code as its default. */
  private static Map<String, String> defaults() throws IOException {
    Map<String, String> defaults = new HashMap<>();
    for (String line : rows()) {
      String[] cells = line.split("\\|");
      CODE.matcher(cells[3])
          .results()
          .forEach(found -> defaults.put(cells[1].replace("`", "").strip(), found.group(1)));
    }
    return defaults;
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(Path.of("../docs/configuration.md")).stream()
        .dropWhile(line -> !line.startsWith("| flag "))
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  /** What a column of the table of flags has in code. */
  private static List<String> column(int column) throws IOException {
    return rows().stream()
        .map(line -> line.split("\\|")[column + 1])
        .flatMap(cell -> CODE.matcher(cell).results())
        .map(found -> found.group(1))
        .collect(Collectors.toList());
  }

  /** An empty environment that remembers what it was asked for. */
  private static final class Recording extends AbstractMap<String, String> {

    private final Set<String> asked = new TreeSet<>();

    @Override
    public String get(Object name) {
      asked.add((String) name);
      return null;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return Set.of();
    }
  }
}

package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README promises is what the build has. */
class PromisesTest {

  private static final String README = Repository.read("README.md");

  @Test
  void theApiIsWhatTheModulesExport() {
    Pattern exports = Pattern.compile("exports (io\\.larder[a-z.]*);");
    List<String> exported =
        Stream.of("cache-core", "cache-testkit", "cache-redis", "cache-servlet")
            .map(module -> Repository.read(module + "/src/main/java/module-info.java"))
            .flatMap(module -> exports.matcher(module).results())
            .map((MatchResult found) -> "`" + found.group(1) + "`")
            .toList();

    assertThat(exported).isNotEmpty();
    String promise = README.substring(README.indexOf("## What is promised"));
    Pattern packages = Pattern.compile("`io\\.larder[a-z.]*`");
    assertThat(packages.matcher(promise).results().map(MatchResult::group).toList())
        .containsExactlyInAnyOrderElementsOf(exported);
  }

  @Test
  void theVersionsThatWereTriedAreThoseOfTheBuild() {
    String pom = Repository.read("pom.xml");
    for (String name : List.of("jetty", "tomcat", "undertow")) {
      MatchResult version =
          Pattern.compile("<" + name + ".version>([0-9.]+?)(?:\\.Final)?</")
              .matcher(pom)
              .results()
              .findFirst()
              .orElseThrow();
      assertThat(tried(name)).as(name).contains(version.group(1));
    }
    assertThat(Repository.read(".ci/consumers")).contains(tried("tomcat").split(", ")[0]);
  }

  private static String tried(String name) {
    return DocPage.of("README.md").rows("what").stream()
        .filter(row -> row.cells().get(0).equalsIgnoreCase(name))
        .map(row -> row.cells().get(1))
        .findFirst()
        .orElseThrow();
  }
}

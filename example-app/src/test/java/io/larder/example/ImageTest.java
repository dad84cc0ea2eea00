package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Dockerfile copies what its build needs, and .dockerignore lets that pass. */
class ImageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");
  private static final Pattern COPIED = Pattern.compile("(?m)^COPY (\\S+) \\S+$");
  private static final Pattern WILDCARD = Pattern.compile("\\*\\*/|\\*|[^*]+");

  /** A line of .dockerignore; the last one that is about a path counts. */
  private record Rule(boolean passes, Pattern path) {

    static Rule of(String line) {
      boolean passes = line.startsWith("!");
      String path =
          WILDCARD
              .matcher(passes ? line.substring(1) : line)
              .replaceAll(part -> Matcher.quoteReplacement(expression(part.group())));
      return new Rule(passes, Pattern.compile(path + "(/.*)?"));
    }

    private static String expression(String part) {
      return switch (part) {
        case "**/" -> "(.*/)?";
        case "*" -> "[^/]*";
        default -> Pattern.quote(part);
      };
    }
  }

  @Test
  void theBuildHasThePomOfEveryModule() {
    List<String> modules = found(MODULE, "pom.xml");
    assertThat(modules).contains("example-app", "docs");

    assertThat(read("Dockerfile").lines())
        .containsAll(modules.stream().map(it -> "COPY " + it + "/pom.xml " + it + "/").toList());
  }

  @Test
  void allThatIsCopiedPasses() {
    List<String> copied = found(COPIED, "Dockerfile");
    assertThat(copied).contains(".mvn", "pom.xml", "cache-core/src");

    assertThat(copied).allMatch(path -> Files.exists(ROOT.resolve(path))).allMatch(this::passes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".env",
        ".git/config",
        "docs/redis.md",
        "nodes/src/test/java/A.java",
        "cache-core/src/test/java/A.java",
        "cache-core/target/cache-core.jar"
      })
  void whatItDoesNotNeedStaysOut(String path) {
    assertThat(passes(path)).isFalse();
  }

  private boolean passes(String path) {
    boolean passes = true;
    for (String line : read(".dockerignore").lines().toList()) {
      Rule rule = Rule.of(line);
      passes = rule.path().matcher(path).matches() ? rule.passes() : passes;
    }
    return passes;
  }

  private static List<String> found(Pattern pattern, String file) {
    return pattern
        .matcher(read(file))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }
}

package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each snippet of the pages is part of a file that is compiled and run: a region between {@code
 * tag::name} and {@code end::name} next to this test, or lines of an application in consumers.
 */
class SnippetsTest {

  private static final Set<String> CHECKED = Set.of("java", "xml", "properties", "rules", "acl");

  /** What is for people's shells and eyes. */
  private static final Set<String> UNCHECKED =
      Set.of("sh", "mermaid", "conf", "text", "js", "python");

  /** As a word: a method reference of some backend is no end. */
  private static final Pattern END = Pattern.compile("\\bend::");

  @Test
  void everySnippetIsPartOfAFileThatIsRun() {
    Set<String> regions = Set.copyOf(regions().values());
    List<String> files = filesOfApplications().stream().map(SnippetsTest::dense).toList();
    List<String> strays = new ArrayList<>();
    for (DocPage page : DocPage.all()) {
      for (DocPage.Block block : page.blocks()) {
        assertThat(block.language()).as("a block of %s", page).isIn(languages());
        if (CHECKED.contains(block.language())
            && !regions.contains(dense(block.text()))
            && files.stream().noneMatch(file -> file.contains(dense(block.text())))) {
          strays.add(page + ":\n" + block.text());
        }
      }
    }
    assertThat(strays).isEmpty();
  }

  @Test
  void everyRegionIsASnippetOfAPage() {
    Set<String> snippets =
        DocPage.all().stream()
            .flatMap(page -> page.blocks().stream())
            .map(block -> dense(block.text()))
            .collect(Collectors.toSet());

    Map<String, String> unused = new LinkedHashMap<>(regions());
    unused.values().removeIf(snippets::contains);
    assertThat(unused.keySet()).isEmpty();
  }

  private static Set<String> languages() {
    return Stream.concat(CHECKED.stream(), UNCHECKED.stream()).collect(Collectors.toSet());
  }

  private static Map<String, String> regions() {
    Map<String, String> regions = new LinkedHashMap<>();
    for (Path file : Repository.files("docs/src/test", "")) {
      if (file.toString().contains("io/larder/docs/")
          && !file.endsWith(SnippetsTest.class.getSimpleName() + ".java")) {
        read(file, regions);
      }
    }
    return regions;
  }

  private static void read(Path file, Map<String, String> regions) {
    List<String> region = null;
    for (String line : Repository.read(file).lines().toList()) {
      if (line.contains("tag::")) {
        region = new ArrayList<>();
      } else if (END.matcher(line).find()) {
        String name = line.replaceFirst(".*end::", "").replaceFirst("[^a-z0-9-].*", "");
        assertThat(regions.put(name, dense(String.join("\n", region)))).as(name).isNull();
        region = null;
      } else if (region != null) {
        region.add(line);
      }
    }
    assertThat(region).as("an open region of %s", file).isNull();
  }

  private static List<String> filesOfApplications() {
    return Stream.of(
            Repository.files("consumers", ".java"),
            Repository.files("consumers", ".xml"),
            List.of(Repository.ROOT.resolve(".env.example")))
        .flatMap(List::stream)
        .map(Repository::read)
        .toList();
  }

  /** The text without the indentation that all of its lines share or have on top. */
  private static String dense(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}

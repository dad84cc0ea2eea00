package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages lead to one another, and nowhere else. */
class LinksTest {

  @Test
  void everyLinkLeadsToAFileAndAHeading() {
    List<String> broken = new ArrayList<>();
    for (DocPage page : DocPage.all()) {
      for (String link : page.links()) {
        if (!link.startsWith("https://") && !leadsSomewhere(page, link)) {
          broken.add(page + " -> " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageIsInTheIndex() {
    List<String> pages =
        Repository.files("docs", ".md").stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> !name.equals("README.md"))
            .toList();

    assertThat(DocPage.of("docs/README.md").links()).containsAll(pages);
  }

  @Test
  void theReadmeIsShort() {
    assertThat(DocPage.of("README.md").lines()).hasSizeLessThanOrEqualTo(150);
  }

  private static boolean leadsSomewhere(DocPage page, String link) {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    return Files.exists(target)
        && (parts.length == 1 || DocPage.of(target).anchors().contains(parts[1]));
  }
}

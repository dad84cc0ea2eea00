package io.larder.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, read line by line.
 *
 * @param file where it lies
 * @param lines its lines
 */
record DocPage(Path file, List<String> lines) {

  /** A block between fences, without them. */
  record Block(String language, String text) {}

  /** A row of a table: the text of its cells. */
  record Row(List<String> cells) {

    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    /** What a cell has in code. */
    List<String> code(int cell) {
      return CODE.matcher(cells.get(cell)).results().map(found -> found.group(1)).toList();
    }

    /** The first of what a cell has in code. */
    String name(int cell) {
      return code(cell).get(0);
    }
  }

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  static DocPage of(String path) {
    return of(Repository.ROOT.resolve(path));
  }

  static DocPage of(Path file) {
    return new DocPage(file, Repository.read(file).lines().toList());
  }

  /** README, CHANGELOG and the like, and all in docs. */
  static List<DocPage> all() {
    return Stream.concat(
            Repository.files("docs", ".md").stream(),
            Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
                .map(Repository.ROOT::resolve))
        .map(DocPage::of)
        .toList();
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    List<String> block = null;
    String language = "";
    for (String line : lines) {
      if (line.startsWith("```")) {
        if (block == null) {
          block = new ArrayList<>();
          language = line.substring(3);
        } else {
          blocks.add(new Block(language, String.join("\n", block)));
          block = null;
        }
      } else if (block != null) {
        block.add(line);
      }
    }
    return blocks;
  }

  /** The rows of each table whose head begins with that cell. */
  List<Row> rows(String firstHead) {
    List<Row> rows = new ArrayList<>();
    boolean within = false;
    for (String line : lines) {
      if (!line.startsWith("|")) {
        within = false;
      } else {
        List<String> cells =
            Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
        if (cells.get(0).equals(firstHead)) {
          within = true;
        } else if (within && !cells.get(0).startsWith("---")) {
          rows.add(new Row(cells));
        }
      }
    }
    return rows;
  }

  List<String> links() {
    return LINK.matcher(String.join("\n", lines))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  /** The names by which links reach the headings. */
  List<String> anchors() {
    return lines.stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  @Override
  public String toString() {
    return Repository.ROOT.relativize(file).toString();
  }
}

package io.larder.example;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text, printed with their columns aligned. Not thread-safe. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row, as wide as the others. */
  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Returns the rows as lines, two spaces between columns and none at a line's end. */
  List<String> lines() {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    int[] widths = IntStream.range(0, columns).map(this::width).toArray();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).append(" ".repeat(widths[i] - length(cell) + 2));
    }
    return line.toString().stripTrailing();
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}

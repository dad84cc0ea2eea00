package io.larder.servlet;

/**
 * A pattern for paths as in servlet mappings: {@code /universities}, {@code /api/*}, {@code *.json}
 * or {@code /*}, relative to the context path.
 *
 * <p>Of several that match, the exact one wins, then the longest prefix, then the longest suffix;
 * {@code /*} comes last.
 *
 * @param text the pattern as it is written
 */
record PathPattern(String text) implements Comparable<PathPattern> {

  PathPattern {
    boolean isPath = text.startsWith("/") && !stem(text).contains("*");
    boolean isSuffix = text.startsWith("*.") && text.length() > 2 && text.indexOf('*', 1) < 0;
    if ((!isPath && !isSuffix) || text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no path pattern: write it as in a servlet mapping, /universities, /api/*,"
              + " *.json or /*, without query and context path");
    }
    if (isSuffix && text.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no path pattern: a suffix such as *.json has no slash");
    }
  }

  /** Whether only one path matches. */
  boolean isExact() {
    return text.startsWith("/") && !text.endsWith("/*");
  }

  /** Whether all paths match that end so. */
  boolean isSuffix() {
    return text.charAt(0) == '*';
  }

  /**
   * Whether a path matches.
   *
   * @param path decoded, relative to the context path
   */
  boolean matches(String path) {
    if (isSuffix()) {
      int suffix = text.length() - 1;
      return path.length() >= suffix && path.regionMatches(path.length() - suffix, text, 1, suffix);
    }
    if (isExact()) {
      return path.equals(text);
    }
    int prefix = text.length() - 2;
    // As in a servlet mapping, /api/* matches /api and /api/x, and not /apis.
    return path.startsWith(text.substring(0, prefix))
        && (path.length() == prefix || path.charAt(prefix) == '/');
  }

  /** The one that wins comes first. */
  @Override
  public int compareTo(PathPattern other) {
    int byKind = Integer.compare(kind(), other.kind());
    int byLength = Integer.compare(other.text.length(), text.length());
    if (byKind != 0) {
      return byKind;
    }
    return byLength != 0 ? byLength : text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private int kind() {
    if (isExact()) {
      return 0;
    }
    if (text.equals("/*")) {
      return 3;
    }
    return text.charAt(0) == '/' ? 1 : 2;
  }

  private static String stem(String text) {
    return text.endsWith("/*") ? text.substring(0, text.length() - 2) : text;
  }
}

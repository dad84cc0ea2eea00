package io.larder.servlet;

import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a path promises: the content of a {@code .css} is a style sheet.
 *
 * <p>A client can put any end behind the path of a page that takes the rest as its own ({@code
 * /account/x.css}). What was found by that end alone is stored only if the answer is of the kind
 * that the end names.
 *
 * @param name what stands behind the last dot, in lower case; empty if there is none
 * @param ofContainer the type that the container knows for it; or null
 */
record Extension(String name, @Nullable String ofContainer) {

  private static final Map<String, List<String>> TYPES = new HashMap<>();

  static {
    types("text/css", "css");
    types("text/javascript application/javascript application/x-javascript", "js mjs");
    types("application/json", "json map webmanifest geojson");
    types("application/manifest+json", "webmanifest");
    types("application/octet-stream text/plain", "map");
    types("text/html application/xhtml+xml", "html htm xhtml");
    types("application/xml text/xml", "xml xsl xslt rss atom");
    types("text/plain", "txt");
    types("text/csv", "csv");
    types("text/markdown text/plain", "md");
    types("image/", "png jpg jpeg gif webp avif ico bmp svg tif tiff apng");
    types("font/ application/font- application/x-font-", "woff woff2 ttf otf eot");
    types("application/vnd.ms-fontobject", "eot");
    types("video/ application/mp4", "mp4 m4v webm ogv mov avi mpg mpeg");
    types("audio/ application/ogg", "mp3 ogg oga wav flac aac m4a weba");
    types("application/pdf", "pdf");
    types("application/wasm", "wasm");
    types("application/zip application/x-zip-compressed", "zip");
    types("application/gzip application/x-gzip", "gz tgz");
    types("application/java-archive application/x-java-archive", "jar");
  }

  private static void types(String types, String names) {
    for (String name : names.split(" ", -1)) {
      for (String type : types.split(" ", -1)) {
        TYPES.merge(
            name,
            List.of(type),
            (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
      }
    }
  }

  /**
   * What the path of a request promises; null if its servlet is mapped to just this path or to this
   * extension, so that nothing else could answer.
   */
  static @Nullable Extension claimedBy(HttpServletRequest request) {
    MappingMatch match = request.getHttpServletMapping().getMappingMatch();
    if (match == MappingMatch.EXTENSION || match == MappingMatch.EXACT) {
      return null;
    }
    String info = request.getPathInfo();
    String path = info == null ? request.getServletPath() : info;
    String last = path.substring(path.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return new Extension(
        last.substring(dot + 1).toLowerCase(Locale.ROOT),
        request.getServletContext().getMimeType(last));
  }

  /** Whether an answer is of that kind. One without content is whatever it was to be. */
  boolean isTrueOf(ResponseHead answer) {
    String type = answer.fields().first("Content-Type");
    if (type == null) {
      return answer.status() == 204 || answer.status() / 100 == 3;
    }
    int semicolon = type.indexOf(';');
    String essence =
        (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    return essence.equals(ofContainer)
        || essence.endsWith("+" + name)
        || TYPES.getOrDefault(name, List.of()).stream().anyMatch(it -> isOf(it, essence));
  }

  /** A family ends as what is in it begins. */
  private static boolean isOf(String known, String type) {
    boolean family = known.endsWith("/") || known.endsWith("-");
    return family ? type.startsWith(known) : type.equals(known);
  }
}

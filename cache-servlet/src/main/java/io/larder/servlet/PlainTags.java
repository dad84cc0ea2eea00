package io.larder.servlet;

import io.larder.cache.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is to change what its client has got encoded: it names the page in {@code
 * If-Match} by the tag that its handler knows. The client has read {@code "v7-gzip-0badcafe"}, and
 * for the handler there is no other page than {@code "v7"} (RFC 9110, 13.1.1).
 */
final class PlainTags extends HttpServletRequestWrapper {

  private static final String IF_MATCH = "If-Match";
  private static final String IF_NONE_MATCH = "If-None-Match";

  private PlainTags(HttpServletRequest request) {
    super(request);
  }

  /** The request, with tags that its handler knows if there are others. */
  static HttpServletRequest of(HttpServletRequest request) {
    PlainTags plain = new PlainTags(request);
    return plain.changes(IF_MATCH) || plain.changes(IF_NONE_MATCH) ? plain : request;
  }

  private boolean changes(String name) {
    Enumeration<String> lines = super.getHeaders(name);
    while (lines != null && lines.hasMoreElements()) {
      String line = lines.nextElement();
      if (!line.equals(Page.plainTags(line))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAbout(@Nullable String name) {
    return IF_MATCH.equalsIgnoreCase(name) || IF_NONE_MATCH.equalsIgnoreCase(name);
  }

  @Override
  public @Nullable String getHeader(String name) {
    String value = super.getHeader(name);
    return value != null && isAbout(name) ? Page.plainTags(value) : value;
  }

  @Override
  public @Nullable Enumeration<String> getHeaders(String name) {
    Enumeration<String> lines = super.getHeaders(name);
    if (lines == null || !isAbout(name)) {
      return lines;
    }
    List<String> plain = new ArrayList<>();
    while (lines.hasMoreElements()) {
      plain.add(Page.plainTags(lines.nextElement()));
    }
    return Collections.enumeration(plain);
  }
}

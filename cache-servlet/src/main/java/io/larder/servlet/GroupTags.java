package io.larder.servlet;

import io.larder.http.CacheGroups;
import io.larder.http.HttpFields;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tags that stand for groups of responses (RFC 9875). A group is one of its origin (2.1); pages
 * whose keys hold no host belong to every origin that this application has.
 */
final class GroupTags {

  /** Stands for all origins: no request that has a key names such a host. */
  private static final String ANY = "http://*/";

  private GroupTags() {}

  /** The origin that the groups of an answer are of. */
  static String origin(Exchange exchange) {
    return exchange.policy().keys().shareHosts()
        ? ANY
        : new DescribedRequest(exchange.request(), "GET").origin().text();
  }

  /** The tags of a page that is stored. */
  static List<String> of(HttpFields response, String origin) {
    return CacheGroups.of(response).stream()
        .map(group -> CacheGroups.tag(origin, group))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The tags that end with these groups of the origin that a URI has. */
  static List<String> ended(String uri, List<String> groups) {
    return groups.stream()
        .flatMap(group -> Stream.of(CacheGroups.tag(uri, group), CacheGroups.tag(ANY, group)))
        .flatMap(Optional::stream)
        .toList();
  }
}

package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_OK;
import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.http.ByteRange;
import io.larder.http.ContentRange;
import io.larder.http.FieldRules;
import io.larder.http.HttpFields;
import io.larder.http.MultipartParts;
import io.larder.http.RangeFields;
import io.larder.http.ResponseHead;
import io.larder.http.StoredParts;
import io.larder.http.Validators;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page not all of which has arrived (RFC 9111, 3.3 and 3.4). It lies under the key of the page,
 * so whatever ends the page ends this too, and gives way to the whole.
 *
 * @param fields those of the whole
 * @param parts what has arrived
 */
record PartialPage(HttpFields fields, StoredParts parts) {

  /** Whether a stored page is one of these, and so nothing to be sent as it is. */
  static boolean is(Page page) {
    return page.status() == SC_PARTIAL_CONTENT;
  }

  /** What a look-up found, if it is this. */
  static @Nullable PartialPage of(Lookup<Page> found) {
    Page page = found instanceof CacheEntry<Page> entry ? entry.value() : null;
    return page != null && is(page) ? of(page) : null;
  }

  /** What a stored page holds; null if nobody can read that any more. */
  static @Nullable PartialPage of(Page page) {
    return StoredParts.decode(page.body())
        .map(parts -> new PartialPage(PageWriter.fields(page), parts))
        .orElse(null);
  }

  /**
   * What a whole 206 tells; null if it has no strong validator, by which alone parts can be told to
   * belong together, or is not as long as it says.
   */
  static @Nullable PartialPage ofPart(ResponseHead response, byte[] body, Instant now) {
    ByteRange range = ContentRange.of(response.fields()).map(ContentRange::range).orElse(null);
    return range != null && range.length() != body.length ? null : of(response, body, now);
  }

  /** The same of a response that may have been cut short, a 200 too. */
  static @Nullable PartialPage of(ResponseHead response, byte[] body, Instant now) {
    ResponseHead dated = dated(response, now);
    return StoredParts.of(dated, body, now)
        .map(parts -> new PartialPage(ofWhole(dated.fields(), body), parts))
        .orElse(null);
  }

  /** Whether parts of a response can be told to belong together. */
  static boolean hasValidator(ResponseHead response, Instant now) {
    return validator(response, now) != null;
  }

  /** By what parts of a response can be told to belong together. */
  static @Nullable String validator(ResponseHead response, Instant now) {
    return Validators.of(dated(response, now).fields(), now).strong();
  }

  /** A handler leaves its {@code Date} to the container, which may give it after us. */
  private static ResponseHead dated(ResponseHead response, Instant now) {
    return new ResponseHead(response.status(), FieldRules.withDate(response.fields(), now));
  }

  /** The head of a 206 as that of the 200 of which it is a part. */
  static ResponseHead wholeOf(ResponseHead partial) {
    return new ResponseHead(SC_OK, RangeFields.ofWhole(partial.fields(), null));
  }

  private static HttpFields ofWhole(HttpFields partial, byte[] body) {
    String type = partial.first("Content-Type");
    List<MultipartParts.Part> parts =
        type == null ? List.of() : MultipartParts.read(type, body).orElse(List.of());
    return RangeFields.ofWhole(partial, parts.isEmpty() ? null : parts.get(0).contentType());
  }

  /**
   * This and what has arrived since, with the fields that it has brought (RFC 9111, 3.4); null if
   * they do not belong together.
   */
  @Nullable PartialPage plus(PartialPage newer, Instant now) {
    return parts
        .plus(newer.parts)
        .map(all -> new PartialPage(FieldRules.updated(fields, newer.fields, now), all))
        .orElse(null);
  }

  /** The same with other fields. */
  PartialPage with(HttpFields fields) {
    return new PartialPage(fields, parts);
  }

  /** The head of the whole. */
  ResponseHead head() {
    return new ResponseHead(SC_OK, fields);
  }

  /**
   * This as it is stored: the whole page, if everything is there.
   *
   * @param without the names of fields that are not stored, in lower case
   */
  Page toPage(Set<String> without, Instant now) {
    int status = parts.isComplete() ? SC_OK : SC_PARTIAL_CONTENT;
    byte[] body = parts.isComplete() ? whole() : parts.encode();
    return PageMaker.page(status, fields, fields, without, body, false, now);
  }

  private byte[] whole() {
    ByteBuffer all = parts.bytes(new ByteRange(0, parts.size() - 1));
    byte[] body = new byte[all.remaining()];
    all.get(body);
    return body;
  }
}

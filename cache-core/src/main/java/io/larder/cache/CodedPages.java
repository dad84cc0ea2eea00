package io.larder.cache;

import io.larder.cache.codec.CodecException;
import io.larder.cache.coding.ContentCoding;
import io.larder.cache.coding.ContentCodings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Turns a page into one whose body is encoded, and back.
 *
 * <p>What is stored is the encoded representation as it is sent, head and all: {@code
 * Content-Encoding}, {@code Vary: Accept-Encoding} as the last line of its name, and an entity tag
 * of its own (RFC 9110, 8.8.3), so that a hit writes what is there. The tag is that of the page
 * with the coding and a CRC-32 of the encoded bytes before its last quote: a strong tag promises
 * the same bytes, and another version of a library writes others.
 */
final class CodedPages {

  static final String CONTENT_ENCODING = "Content-Encoding";
  static final String VARY = "Vary";
  static final String ACCEPT_ENCODING = "Accept-Encoding";
  private static final String ETAG = "ETag";

  /** No body is made out that is so many times as long as what is stored; none is stored so. */
  private static final int MOST_TIMES = 1000;

  private static final int CHECKSUM = 9; // a dash and eight digits

  private static final Pattern OWN_TAG = Pattern.compile("-(?:gzip|br|zstd)-[0-9a-f]{8}\"");

  private CodedPages() {}

  /**
   * A page with its body encoded; the page itself if that is not smaller by a tenth.
   *
   * @throws IllegalArgumentException if the coding cannot be used here
   */
  static Page encode(Page page, String token) {
    ContentCoding coding = ContentCodings.find(token);
    if (coding == null) {
      throw new IllegalArgumentException("the content coding '" + token + "' cannot be used here");
    }
    byte[] body = page.body();
    byte[] encoded;
    try {
      encoded = coding.encode(body, 0, body.length);
    } catch (IOException e) {
      return page;
    }
    boolean smaller = encoded.length <= body.length - body.length / 10;
    return smaller && body.length > 0 && body.length / MOST_TIMES < encoded.length
        ? head(page, token, encoded)
        : page;
  }

  /** A page with its body as another page has it, which has the same one encoded. */
  static Page encodeLike(Page page, Page encoded) {
    Coding coding = encoded.codingNote();
    return coding == null ? page : head(page, coding.token(), encoded.body());
  }

  private static Page head(Page page, String token, byte[] encoded) {
    String etag = page.etag() == null ? null : tag(page.etag(), token, encoded);
    List<String> names = new ArrayList<>(page.names());
    List<String> values = new ArrayList<>(page.values());
    for (int i = 0; i < names.size() && etag != null; i++) {
      if (names.get(i).equalsIgnoreCase(ETAG)) {
        values.set(i, etag);
      }
    }
    names.addAll(List.of(CONTENT_ENCODING, VARY));
    values.addAll(List.of(token, ACCEPT_ENCODING));
    List<String> notes =
        Stream.concat(
                Coding.without(page.notes()).stream(),
                Stream.of(new Coding(token, page.bodyLength()).note()))
            .toList();
    return page(page.status(), names, values, etag, encoded).noted(notes);
  }

  /**
   * A page as it was before, but for {@code Vary: Accept-Encoding}.
   *
   * @param body whether its body is made out too; else it has none
   * @throws CodecException if it cannot be
   */
  static Page decode(Page page, Coding coding, boolean body) {
    byte[] bytes = body ? bytes(page, coding) : new byte[0];
    List<String> names = new ArrayList<>(page.fieldCount());
    List<String> values = new ArrayList<>(page.fieldCount());
    String etag = page.etag() == null ? null : tagBefore(page.etag(), coding.token());
    boolean said = false;
    for (int i = 0; i < page.fieldCount(); i++) {
      boolean ours = page.name(i).equalsIgnoreCase(CONTENT_ENCODING);
      said |= ours && page.value(i).equals(coding.token());
      if (!ours) {
        names.add(page.name(i));
        boolean tag = etag != null && page.name(i).equalsIgnoreCase(ETAG);
        values.add(tag ? etag : page.value(i));
      }
    }
    if (!said) {
      throw new CodecException("an encoded page whose head does not say so", null);
    }
    return page(page.status(), names, values, etag, bytes).noted(Coding.without(page.notes()));
  }

  private static byte[] bytes(Page page, Coding coding) {
    ContentCoding used = ContentCodings.find(coding.token());
    if (used == null || coding.length() < 0) {
      throw new CodecException("a page in a content coding that is not known here", null);
    }
    if (coding.length() / MOST_TIMES > page.bodyLength()) {
      throw new CodecException("a page that would be a thousand times as long decoded", null);
    }
    try (InputStream in = used.decoder(new ByteArrayInputStream(page.body()))) {
      byte[] bytes = in.readNBytes(coding.length()); // which grows with what is there
      if (bytes.length != coding.length() || in.read() >= 0) {
        throw new CodecException("an encoded page that is not as long as it says", null);
      }
      return bytes;
    } catch (IOException | RuntimeException e) {
      throw e instanceof CodecException known
          ? known
          : new CodecException("a page whose body is not encoded as it says", e);
    }
  }

  private static Page page(
      int status, List<String> names, List<String> values, @Nullable String etag, byte[] body) {
    return new Page(
        status, names.toArray(String[]::new), values.toArray(String[]::new), etag, body);
  }

  private static String tag(String etag, String token, byte[] encoded) {
    CRC32 checksum = new CRC32();
    checksum.update(encoded);
    int end = end(etag);
    return String.format(
        Locale.ROOT,
        "%s-%s-%08x%s",
        etag.substring(0, end),
        token,
        checksum.getValue(),
        etag.substring(end));
  }

  private static String tagBefore(String etag, String token) {
    int end = end(etag);
    int from = end - CHECKSUM - token.length() - 1;
    if (from < 0 || !etag.startsWith("-" + token + "-", from)) {
      throw new CodecException("an encoded page whose entity tag is not its own", null);
    }
    return etag.substring(0, from) + etag.substring(end);
  }

  static String plainTags(String list) {
    return list.indexOf('-') < 0 ? list : OWN_TAG.matcher(list).replaceAll("\"");
  }

  private static int end(String etag) {
    return etag.endsWith("\"") ? etag.length() - 1 : etag.length();
  }
}

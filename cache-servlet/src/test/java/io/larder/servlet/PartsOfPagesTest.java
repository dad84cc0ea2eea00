package io.larder.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.RangedPages.Way;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever parts of pages clients ask for, in whatever order, and however often the pages change:
 * each answer is of one version, byte for byte.
 */
class PartsOfPagesTest {
  private static final long SEED = Long.getLong("larder.seed", new Random().nextLong() >>> 16);
  private static final int REQUESTS = 120;

  static Stream<Arguments> ways() {
    return Arrays.stream(Container.Kind.values())
        .flatMap(kind -> Arrays.stream(Way.values()).map(way -> Arguments.of(kind, way)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void areOfOneVersionEach(Container.Kind kind, Way way) throws Exception {
    System.out.println(kind + " " + way + ": parts from seed " + SEED);
    RangedPages pages = new RangedPages(way);
    Random random = new Random(SEED);
    int hits = 0;
    long received = 0;
    int combined = 0;
    try (Site site = Site.of(pages::answer).on(kind).rules("/* proxy").start()) {
      for (int i = 0; i < REQUESTS; i++) {
        String etag = pages.etag();
        if (random.nextInt(25) == 0) {
          pages.version.incrementAndGet();
        }
        if (random.nextInt(25) == 0) {
          site.filter.evict(site.key("/a"));
        }
        int runs = site.runs();
        long sent = pages.sent.get();
        RawResponse answer = site.get("/a", request(random, etag).toArray(String[]::new));
        check(answer);
        received += answer.body().length;
        if (site.runs() == runs) {
          hits++;
        } else if (answer.body().length > pages.sent.get() - sent + 200) {
          combined++;
        }
      }
    }
    assertThat(hits).as("hits").isGreaterThan(REQUESTS / 3);
    assertThat(combined).as("answers that were completed").isPositive();
    assertThat(pages.sent.get()).as("bytes from the origin").isLessThan(received * 2 / 3);
  }

  private static List<String> request(Random random, String etag) {
    List<String> fields = new ArrayList<>();
    switch (random.nextInt(8)) {
      case 0 -> {}
      case 1 -> fields.add("Range: bytes=" + random.nextInt(RangedPages.LENGTH) + "-");
      case 2 -> fields.add("Range: bytes=-" + (1 + random.nextInt(RangedPages.LENGTH)));
      case 3 -> fields.add("Range: bytes=" + range(random) + ", " + range(random));
      default -> fields.add("Range: bytes=" + range(random));
    }
    if (random.nextInt(8) == 0) {
      fields.add("If-Range: " + etag);
    }
    if (random.nextInt(10) == 0) {
      fields.add("Cache-Control: no-cache");
    }
    return fields;
  }

  private static String range(Random random) {
    int first = random.nextInt(RangedPages.LENGTH);
    return first + "-" + Math.min(RangedPages.LENGTH - 1, first + random.nextInt(800));
  }

  private static void check(RawResponse answer) {
    byte[] content = RangedPages.content(answer.first("ETag"));
    assertThat(answer.complete()).as("complete").isTrue();
    if (answer.status() == 200) {
      assertThat(answer.body()).isEqualTo(content);
      return;
    }
    assertThat(answer.status()).isEqualTo(206);
    String range = answer.first("Content-Range");
    if (range != null) {
      assertThat(answer.body()).isEqualTo(slice(content, range));
      return;
    }
    List<byte[]> parts = new ArrayList<>();
    for (String[] part : parts(answer)) {
      parts.add(part[1].getBytes(ISO_8859_1));
      assertThat(parts.get(parts.size() - 1)).isEqualTo(slice(content, part[0]));
    }
    assertThat(parts).isNotEmpty();
  }

  private static byte[] slice(byte[] content, String range) {
    String[] ends = range.replaceFirst("bytes ", "").replaceFirst("/.*", "").split("-", 2);
    return Arrays.copyOfRange(content, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
  }

  /** The ranges and bytes of several parts. */
  private static List<String[]> parts(RawResponse answer) {
    String boundary =
        answer.first("Content-Type").replaceFirst(".*boundary=", "").replace("\"", "");
    String body = new String(answer.body(), ISO_8859_1);
    List<String[]> parts = new ArrayList<>();
    int at = body.indexOf("--" + boundary);
    while (!body.startsWith("--" + boundary + "--", at)) {
      int end = body.indexOf("\r\n\r\n", at) + 4;
      String head = body.substring(at, end);
      String range = head.replaceFirst("(?s).*Content-Range: (bytes [^\r]*)\r.*", "$1");
      String[] ends = range.replaceFirst("bytes ", "").replaceFirst("/.*", "").split("-", 2);
      int length = Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
      parts.add(new String[] {range, body.substring(end, end + length)});
      at = end + length + 2;
    }
    return parts;
  }

  /** What has reached its announced length is sent before it is stored. */
  private static void awaitHit(Site site, String range) {
    Awaitility.await()
        .until(
            () ->
                site.get("/a", "Range: " + range).first("Cache-Status").startsWith("larder; hit"));
  }

  /** A part without tags beside one that has some: together they end with these. */
  @ParameterizedTest
  @ValueSource(strings = {"seen", "unseen"})
  void togetherHaveTheTagsOfAll(String invalidated) throws Exception {
    RangedPages pages = new RangedPages(Way.IN_THE_CHAIN);
    try (Site site =
        Site.of(
                (request, response) -> {
                  if ("bytes=0-9".equals(request.getHeader("Range"))) {
                    FillContext.of(request)
                        .tags("seen"); // in no field, which the parts would share
                  }
                  pages.answer(request, response);
                })
            .rules("/* proxy")
            .start()) {
      awaitHit(site, "bytes=0-9");
      awaitHit(site, "bytes=20-29");
      site.larder.invalidate(List.of(invalidated));

      RawResponse again = site.get("/a", "Range: bytes=0-9");
      boolean hit = again.first("Cache-Status").startsWith("larder; hit");
      assertThat(hit).isEqualTo(invalidated.equals("unseen"));
    }
  }
}

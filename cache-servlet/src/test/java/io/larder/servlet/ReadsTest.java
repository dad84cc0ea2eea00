package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler reads that its key does not hold makes an answer one for who has asked. */
class ReadsTest {

  static Stream<Arguments> each() {
    return Stream.of(Container.Kind.values())
        .flatMap(kind -> Stream.of(Reading.values()).map(read -> Arguments.of(kind, read)));
  }

  private static Site site(Container.Kind kind, Reading reading, String rules) throws Exception {
    return Site.of(reading::tell)
        .on(kind)
        .outside(Reading.LOGIN)
        .rules(reading.rules(rules))
        .start();
  }

  private static boolean isHit(RawResponse answer) {
    return answer.first("Cache-Status").startsWith("larder; hit");
  }

  @ParameterizedTest
  @MethodSource("each")
  void isSaidAndNotStored(Container.Kind kind, Reading reading) throws Exception {
    try (Site site = site(kind, reading, "")) {
      RawResponse ann = site.get("/a", reading.by("ann"));
      assertThat(ann.text()).startsWith("for ").endsWith("ann");
      assertThat(ann.first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; detail=read:" + reading.read);
      for (String user : new String[] {"bob", "ann"}) {
        RawResponse next = site.get("/a", reading.by(user));
        assertThat(next.text()).endsWith(user);
        assertThat(isHit(next)).isFalse();
      }
      assertThat(site.get("/a").text()).isEqualTo("for null");
    }
  }

  @ParameterizedTest
  @MethodSource("each")
  void isNoLeakWhereItIsNotThereAndOnlyForWhoHasNoneEither(Container.Kind kind, Reading reading)
      throws Exception {
    try (Site site = site(kind, reading, "")) {
      assertThat(site.get("/a").first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(isHit(site.get("/a"))).isTrue();

      RawResponse ann = site.get("/a", reading.by("ann"));
      assertThat(ann.text()).endsWith("ann");
      assertThat(ann.first("Cache-Status"))
          .isEqualTo("larder; fwd=vary-miss; detail=read:" + reading.read);

      RawResponse nobody = site.get("/a");
      assertThat(isHit(nobody)).isTrue();
      assertThat(nobody.text()).isEqualTo("for null");
    }
  }

  @ParameterizedTest
  @MethodSource("each")
  void mayBeMeant(Container.Kind kind, Reading reading) throws Exception {
    try (Site site = site(kind, reading, "allowReads=" + reading.read)) {
      assertThat(site.get("/a", reading.by("ann")).first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(isHit(site.get("/a", reading.by("bob")))).isTrue();
      assertThat(isHit(site.get("/a"))).isTrue();
    }
  }

  /** With another thing meant than what is read. */
  @ParameterizedTest
  @MethodSource("each")
  void isNotMeantByAnotherWord(Container.Kind kind, Reading reading) throws Exception {
    try (Site site = site(kind, reading, "allowReads=remote-address,header:x-other,param:x")) {
      site.get("/a", reading.by("ann"));
      assertThat(site.get("/a", reading.by("bob")).text()).endsWith("bob");
    }
  }
}

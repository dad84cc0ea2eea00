package io.larder.redis;

import static io.larder.redis.Lab.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.exceptions.JedisDataException;

/** How the table of slots is read, whatever a server makes of it. */
class SlotRangeTest {

  private static final Address ASKED = new Address("asked.local", 7000);

  @Test
  void aRangeHasItsPrimaryFirst() {
    List<SlotRange> ranges =
        SlotRange.read(
            List.of(
                List.of(0L, 5460L, node("10.0.0.1", 7001), node("10.0.0.2", 7002)),
                List.of(5461L, 16383L, node("10.0.0.3", 7003))),
            ASKED);

    assertThat(ranges)
        .containsExactly(
            new SlotRange(
                0, 5460, new Address("10.0.0.1", 7001), List.of(new Address("10.0.0.2", 7002))),
            new SlotRange(5461, 16383, new Address("10.0.0.3", 7003), List.of()));
  }

  @Test
  void aServerWithoutANameIsWhereItWasAsked() {
    assertThat(
            SlotRange.read(
                List.of(List.of(0L, 1L, node("", 7001), Arrays.asList(null, 7002L, bytes("id")))),
                ASKED))
        .containsExactly(
            new SlotRange(
                0, 1, new Address("asked.local", 7001), List.of(new Address("asked.local", 7002))));
  }

  @Test
  void whatNobodyKnowsIsLeftOut() {
    assertThat(
            SlotRange.read(
                List.of(
                    List.of(0L, 1L, node("?", 7001)),
                    List.of(2L, 3L, node("a", 0)),
                    List.of(4L, 5L, node("b", 1), node("?", 2))),
                ASKED))
        .containsExactly(new SlotRange(4, 5, new Address("b", 1), List.of()));
  }

  static Stream<Object> noTables() {
    return Stream.of(
        "OK",
        List.of("OK"),
        List.of(List.of(0L, 1L)),
        List.of(List.of(0L, 16384L, node("a", 1))),
        List.of(List.of(-1L, 1L, node("a", 1))),
        List.of(List.of(0L, 1L, "a:1")),
        List.of(List.of(0L, 1L, List.of(bytes("a")))),
        List.of(List.of(0L, 1L, List.of(bytes("a"), 70_000L))),
        List.of(List.of("0", 1L, node("a", 1))));
  }

  @ParameterizedTest
  @MethodSource("noTables")
  void whatIsNoTableIsRefused(Object answer) {
    assertThatThrownBy(() -> SlotRange.read(answer, ASKED)).isInstanceOf(JedisDataException.class);
  }

  private static List<Object> node(String host, long port) {
    return List.of(bytes(host), port, bytes("id"));
  }
}

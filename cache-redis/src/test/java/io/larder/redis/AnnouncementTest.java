package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.tiered.Change;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {

  private static final List<Change> ALL = List.of(new Change.OfAll());

  private static Announcement read(String message) {
    return Announcement.read(message.getBytes(UTF_8));
  }

  @Test
  void whatIsWrittenIsRead() {
    List<Change> changes =
        List.of(
            new Change.OfKey("quotes", "ACME"),
            new Change.OfKey("pages", "http://localhost/a b:3 k1:x\n\u20ac"),
            new Change.OfKey("quotes", ""),
            new Change.OfTag("country:DE"),
            new Change.OfFreshness("1:2 t"),
            new Change.OfView("quotes"),
            new Change.OfAll());
    assertThat(read("1790000000000001" + new String(Announcement.of(changes), UTF_8)))
        .isEqualTo(new Announcement(1_790_000_000_000_001L, changes));
  }

  @Test
  void peopleCanReadIt() {
    byte[] body =
        Announcement.of(
            List.of(new Change.OfKey("quotes", "ACME"), new Change.OfTag("country:DE")));
    assertThat(new String(body, UTF_8)).isEqualTo(" k6:quotes4:ACME t10:country:DE");
  }

  @Test
  void anEventThatEndsNothingIsRead() {
    assertThat(read("17")).isEqualTo(new Announcement(17, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "17 t5:abc",
        "17 tx:abc",
        "17 t3:abct",
        "17 ",
        "17 k3:abc",
        "17 z3:abc",
        "17 t",
        "17 t:",
        "17 t99999999999999999999:a"
      })
  void whatCannotBeReadEndsAll(String message) {
    assertThat(read(message)).isEqualTo(new Announcement(17, ALL));
  }

  @Test
  void textThatIsNoUtf8EndsAll() {
    byte[] message = "17 t1:?".getBytes(UTF_8);
    message[message.length - 1] = (byte) 0xFF;
    assertThat(Announcement.read(message)).isEqualTo(new Announcement(17, ALL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "-1", "1234567890123456789", " t3:abc", "1.7e15 a"})
  void whatHasNoClockIsNone(String message) {
    assertThat(read(message)).isNull();
  }
}

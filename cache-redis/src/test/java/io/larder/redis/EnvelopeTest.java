package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Terms;
import io.larder.redis.Envelope.Claimed;
import io.larder.redis.Envelope.Future;
import io.larder.redis.Envelope.Reading;
import io.larder.redis.Envelope.Stored;
import io.larder.redis.Envelope.Unreadable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static final byte[] KEY = "shop:quotes:ACME".getBytes(UTF_8);
  private static final Terms TERMS =
      Terms.ttl(Duration.ofSeconds(30))
          .staleWhileRevalidate(Duration.ofMinutes(5))
          .staleIfError(Duration.ofHours(1))
          .keep(Duration.ofMinutes(10))
          .aged(Duration.ofSeconds(3))
          .cost(Duration.ofMillis(600))
          .tagged("country:Germany", "größe");
  private static final byte[] PAYLOAD = "{\"name\":\"TU München\"}".getBytes(UTF_8);

  private final byte[] written = Envelope.value(KEY, -7, 1_790_000_000_000_001L, TERMS, PAYLOAD);

  @Test
  void whatIsWrittenIsRead() {
    Stored stored = (Stored) EnvelopeReader.read(written, KEY);

    assertThat(stored.id()).isEqualTo(-7);
    assertThat(stored.asOf()).isEqualTo(1_790_000_000_000_001L);
    assertThat(stored.terms()).isEqualTo(TERMS);
    assertThat(stored.softPurged()).isFalse();
    assertThat(stored.isNull()).isFalse();
    assertThat(UTF_8.decode(stored.payload()).toString()).isEqualTo("{\"name\":\"TU München\"}");
  }

  @Test
  void whatIsNeverFreshIsReadIfItIsKept() {
    Terms kept = Terms.kept(Duration.ofMinutes(10));
    byte[] bytes = Envelope.value(KEY, 1, 0, kept, PAYLOAD);

    assertThat(((Stored) EnvelopeReader.read(bytes, KEY)).terms()).isEqualTo(kept);
    Arrays.fill(bytes, Envelope.KEEP_AT, Envelope.AGE_AT, (byte) 0);
    assertThat(EnvelopeReader.terms(bytes)).isNull();
  }

  @Test
  void aLifetimeOutOfItsRangeIsNotRead() {
    for (int at = Envelope.FRESH_AT; at < Envelope.TAG_LENGTH_AT; at += 8) {
      for (long nanos : new long[] {-1, Long.MIN_VALUE, Terms.MAX_LIFETIME.toNanos() + 1}) {
        byte[] bytes = written.clone();
        ByteBuffer.wrap(bytes).putLong(at, nanos);
        assertThat(EnvelopeReader.terms(bytes)).as("%d at %d", nanos, at).isNull();
      }
    }
    assertThat(EnvelopeReader.terms(written)).isEqualTo(TERMS);
  }

  @Test
  void thePayloadIsTheEndAsItIs() {
    assertThat(new String(written, UTF_8)).endsWith("{\"name\":\"TU München\"}");
  }

  @Test
  void nullIsAValueAndNotAnEmptyOne() {
    assertThat(((Stored) EnvelopeReader.read(Envelope.ofNull(KEY, 1, 0, TERMS), KEY)).isNull())
        .isTrue();
    byte[] empty = Envelope.value(KEY, 1, 0, TERMS, new byte[0]);
    assertThat(((Stored) EnvelopeReader.read(empty, KEY)).isNull()).isFalse();
  }

  @Test
  void aClaimIsAClaim() {
    assertThat(EnvelopeReader.read(Envelope.claim(KEY, 5), KEY)).isEqualTo(new Claimed(5));
  }

  @Test
  void markAndIdCanBeChangedWithoutReadingTheRest() {
    byte[] marked = Ids.marked(9);
    System.arraycopy(marked, 0, written, Envelope.MARK_AT, marked.length);

    Stored stored = (Stored) EnvelopeReader.read(written, KEY);

    assertThat(stored.softPurged()).isTrue();
    assertThat(stored.id()).isEqualTo(9);
  }

  @Test
  void anEnvelopeUnderAnotherKeyIsNotRead() {
    assertThat(EnvelopeReader.read(written, "shop:quotes:ACMF".getBytes(UTF_8)))
        .isInstanceOf(Unreadable.class);
  }

  @Test
  void aLaterRevisionIsKnownAsSuch() {
    written[4] = 2;

    assertThat(EnvelopeReader.read(written, KEY)).isInstanceOf(Future.class);
  }

  @Test
  void everyTruncationIsUnreadable() {
    for (int length = 0; length < written.length; length++) {
      assertThat(EnvelopeReader.read(Arrays.copyOf(written, length), KEY))
          .as("%d bytes", length)
          .isInstanceOf(Unreadable.class);
    }
  }

  @Test
  void everyFlippedBitButThoseOfMarkAndIdIsNoticed() {
    for (int at = 0; at < written.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        if (at == 4 || (at >= Envelope.MARK_AT && at < Envelope.AS_OF_AT)) {
          continue;
        }
        byte[] damaged = written.clone();
        damaged[at] ^= (byte) (1 << bit);
        assertThat(EnvelopeReader.read(damaged, KEY))
            .as("byte %d bit %d", at, bit)
            .isInstanceOf(Unreadable.class);
      }
    }
  }

  @Property
  void hostileBytesNeverThrow(@ForAll @Size(max = 300) byte[] bytes) {
    assertThat(EnvelopeReader.read(bytes, KEY)).isInstanceOf(Unreadable.class);
  }

  @Property
  void hostileHeadersNeverThrow(
      @ForAll @Size(min = 84, max = 200) byte[] bytes,
      @ForAll @IntRange(max = 2) int kind,
      @ForAll @IntRange(max = 40) int tags,
      @ForAll @IntRange(max = 80) int tagBytes,
      @ForAll @IntRange(max = 80) int keyBytes) {
    System.arraycopy(Envelope.BEGINNING, 0, bytes, 0, Envelope.BEGINNING.length);
    bytes[5] = (byte) kind;
    bytes[6] = (byte) tags;
    Arrays.fill(bytes, 72, 84, (byte) 0);
    bytes[75] = (byte) tagBytes;
    bytes[79] = (byte) keyBytes;
    Arrays.fill(bytes, 24, 72, (byte) 0);
    bytes[31] = 1;
    EnvelopeReader.terms(Arrays.copyOf(bytes, Math.max(bytes.length, 84 + tagBytes)));

    assertThat(EnvelopeReader.read(bytes, KEY)).isNotInstanceOf(Stored.class);
  }

  @Property
  void everyValueComesBack(
      @ForAll @Size(max = 500) byte[] payload,
      @ForAll @IntRange(min = 1) int millis,
      @ForAll long id) {
    Terms terms = Terms.ttl(Duration.ofMillis(millis));
    byte[] bytes = Envelope.value(KEY, id == 0 ? 1 : id, millis, terms, payload);

    Reading reading = EnvelopeReader.read(bytes, KEY);

    assertThat(((Stored) reading).terms()).isEqualTo(terms);
    byte[] back = new byte[((Stored) reading).payload().remaining()];
    ((Stored) reading).payload().get(back);
    assertThat(back).isEqualTo(payload);
  }
}

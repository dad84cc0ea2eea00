package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.codec.Codec;
import io.larder.cache.codec.Codecs;
import io.larder.cache.codec.Compression;
import io.larder.cache.codec.SealingKeys;
import io.larder.cache.spi.View;
import io.larder.redis.Envelope.Stored;
import io.larder.redis.testing.RedisFixture;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** Sealed values, seen by those with other keys and by those without. */
class RedisSealedTest {

  private static final byte[] OLD = Lab.bytes("0123456789abcdef");
  private static final byte[] NEW = Lab.bytes("0123456789abcdef01234567");
  private static final String TEXT = "the secret of nobody else";

  private final RedisFixture redis = RedisFixture.shared();
  private final RedisClient raw = RedisClient.create(redis.url());
  private final String namespace = RedisFixture.namespace();
  private final RedisBackend backend = Lab.open(redis.url(), namespace);
  private final CacheStore<String> store = open(Codecs.utf8().sealed(SealingKeys.of(OLD)));

  @AfterEach
  void close() {
    backend.close();
    raw.close();
  }

  private CacheStore<String> open(Codec<String> codec) {
    return backend.open(new View<>("v", "v:", codec));
  }

  private byte[] key(String key) {
    return Lab.bytes(namespace + ":v:" + key);
  }

  private Stored envelope(String key) {
    return (Stored) EnvelopeReader.read(raw.get(key(key)), key(key));
  }

  /** Writes a payload under a key, as somebody can who knows the layout and no sealing key. */
  private void forge(String key, ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    byte[] envelope = Envelope.value(key(key), 7, envelope("k").asOf(), MINUTE, bytes);
    raw.set(key(key), envelope, SetParams.setParams().px(60_000));
  }

  @Test
  void nothingOfAValueIsToBeReadInRedis() {
    store(store, "k", TEXT);

    assertThat(look(store, "k")).isEqualTo(TEXT);
    assertThat(new String(raw.get(key("k")), ISO_8859_1)).doesNotContain("secret", "nobody");
    assertThat(redis.command("GETRANGE", namespace + ":v:k", "-25", "-1")).isNotEqualTo(TEXT);
    assertThat(backend.inspect(namespace + ":v:k", 1).get(0).head()).doesNotContain("secret");
  }

  @Test
  void aValueThatWasMovedUnderAnotherKeyIsAMiss() {
    store(store, "k", TEXT);
    store(store, "l", "of l");
    forge("l", envelope("k").payload());
    assertThat(look(store, "l")).isEqualTo("Miss");
    assertThat(backend.storeStats().unreadable()).isEqualTo(1);

    forge("k", envelope("k").payload());
    assertThat(look(store, "k")).isEqualTo(TEXT);

    // Another view and another namespace are other keys.
    CacheStore<String> other = backend.open(new View<>("w", "w:", sealed(OLD)));
    raw.rename(key("k"), Lab.bytes(namespace + ":w:k"));
    assertThat(look(other, "k")).isEqualTo("Miss");
  }

  private static Codec<String> sealed(byte[] first, byte[]... others) {
    return Codecs.utf8().sealed(SealingKeys.of(first, others));
  }

  @Test
  void whatSomebodyHasWrittenWithoutAKeyIsAMiss() {
    store(store, "k", TEXT);
    forge("k", ByteBuffer.wrap(Lab.bytes("a text of my own")));

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(look(open(Codecs.utf8()), "k")).isEqualTo("a text of my own");
  }

  @Test
  void whatCannotBeOpenedStaysForThoseWhoCan() {
    CacheStore<String> rotated = open(sealed(NEW, OLD));
    CacheStore<String> keyless = open(Codecs.utf8().compressed(Compression.NONE));
    store(rotated, "k", TEXT);
    byte[] lies = raw.get(key("k"));

    for (CacheStore<String> each : List.of(store, keyless)) {
      assertThat(look(each, "k")).isEqualTo("Miss");
      assertThat(each.findAll(List.of("k")).get("k").getClass().getSimpleName()).isEqualTo("Miss");
      each.abandon(each.claim("k"));
    }

    assertThat(backend.storeStats().unreadable()).isEqualTo(4);
    assertThat(raw.get(key("k"))).isEqualTo(lies);
    assertThat(look(rotated, "k")).isEqualTo(TEXT);
  }

  @Test
  void keysAreRotatedWithoutAMiss() {
    CacheStore<String> introduced = open(sealed(OLD, NEW));
    CacheStore<String> rotated = open(sealed(NEW, OLD));
    store(store, "k", "old");
    assertThat(look(introduced, "k")).isEqualTo("old");
    assertThat(look(rotated, "k")).isEqualTo("old");

    store(rotated, "k", "new");
    assertThat(look(introduced, "k")).isEqualTo("new");
    assertThat(look(open(sealed(NEW)), "k")).isEqualTo("new");
    assertThat(backend.storeStats().unreadable()).isZero();
  }

  @Test
  void whoLacksTheNewKeyPutsAValueOfItsOwnInPlaceOfOneThatItCannotOpen() {
    CacheStore<String> rotated = open(sealed(NEW, OLD));
    store(rotated, "k", "new");

    Claim claim = store.claim("k");
    assertThat(store.fill(claim, "of the old key", MINUTE)).isEqualTo(FillResult.STORED);

    assertThat(look(rotated, "k")).isEqualTo("of the old key");
  }

  @Test
  void whereSealingIsNewWhatWasThereIsAMissAndGivesWay() {
    CacheStore<String> plain = open(Codecs.utf8().compressed(Compression.NONE));
    store(plain, "k", "plain");

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(look(plain, "k")).isEqualTo("plain");
    store(store, "k", TEXT);
    assertThat(look(store, "k")).isEqualTo(TEXT);
    assertThat(look(plain, "k")).isEqualTo("Miss");
  }

  @Test
  void nullIsAValueAndStaysOne() {
    store(store, "k", null);

    assertThat(((CacheEntry<String>) store.find("k")).value()).isNull();
  }

  @Test
  void aBitThatIsFlippedAnywhereIsAMissOrChangesNothing() {
    store(store, "k", TEXT);
    flipEach(store, TEXT);
  }

  @Test
  void ofACompressedValueToo() {
    String text = TEXT.repeat(50);
    Codec<byte[]> deflating = Codecs.bytes().compressed(Compression.deflate());
    CacheStore<byte[]> bytes = backend.open(new View<>("v", "v:", deflating));
    bytes.fill(bytes.claim("k"), Lab.bytes(text), MINUTE);
    assertThat(raw.strlen(key("k"))).isLessThan(400);
    flipEach(open(Codecs.utf8().compressed(Compression.NONE)), text);

    byte[] lies = raw.get(key("k"));
    for (int at = 0; at < lies.length; at++) {
      flip(lies, at);
      if (bytes.find("k") instanceof CacheEntry<byte[]> entry) {
        assertThat(entry.value()).as("byte %d", at).isEqualTo(Lab.bytes(text));
      }
    }
  }

  /** These tests run without the library for it. */
  @Test
  void whatAnotherNodeHasCompressedWithZstdIsAMissWhereItsLibraryIsMissing() {
    CacheStore<String> reading = open(Codecs.utf8().compressed(Compression.deflate()));
    store(reading, "k", "as it is");
    forge(
        "k",
        ByteBuffer.wrap(
            HexFormat.of()
                .parseHex("c1020000006e28b52ffd206e950000586d616e7920776f726473200100c069f102")));

    assertThat(look(reading, "k")).isEqualTo("Miss");
    assertThat(backend.storeStats().unreadable()).isEqualTo(1);
    store(reading, "k", "as it is");
    assertThat(look(reading, "k")).isEqualTo("as it is");
  }

  private void flipEach(CacheStore<String> reader, String text) {
    byte[] lies = raw.get(key("k"));
    for (int at = 0; at < lies.length; at++) {
      flip(lies, at);
      assertThat(look(reader, "k")).as("byte %d", at).isIn("Miss", text);
    }
    raw.set(key("k"), lies, SetParams.setParams().px(60_000));
    assertThat(look(reader, "k")).isEqualTo(text);
  }

  private void flip(byte[] lies, int at) {
    byte[] damaged = lies.clone();
    damaged[at] ^= (byte) (1 << (at % 8));
    raw.set(key("k"), damaged, SetParams.setParams().px(60_000));
  }

  @Test
  void aBombIsAMiss() {
    CacheStore<byte[]> packing =
        backend.open(new View<>("v", "v:", Codecs.bytes().compressed(Compression.deflate()), 4096));
    CacheStore<byte[]> reading =
        backend.open(new View<>("v", "v:", Codecs.bytes().compressed(Compression.NONE)));
    byte[] text = Lab.bytes(TEXT.repeat(100_000).substring(0, (1 << 20) + 4096));
    assertThat(packing.fill(packing.claim("k"), text, MINUTE)).isEqualTo(FillResult.STORED);

    assertThat(((CacheEntry<byte[]>) packing.find("k")).value()).isEqualTo(text);
    assertThat(reading.find("k").getClass().getSimpleName()).isEqualTo("Miss");
    assertThat(backend.storeStats().unreadable()).isEqualTo(1);
  }
}

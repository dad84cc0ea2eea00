package io.larder.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.CodecException;
import io.larder.cache.codec.Codecs;
import io.larder.cache.codec.Compression;
import io.larder.cache.codec.Place;
import io.larder.cache.codec.SealingKeys;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.View;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** In which form the views of a Larder write what they are given. */
class StoredFormTest {

  record Quote(String text) {}

  private static final String TEXT = "many of the same words, ".repeat(100);
  private static final SealingKeys KEYS = SealingKeys.of("0123456789abcdef".getBytes(UTF_8));
  private static final SealingKeys OTHERS = SealingKeys.of("fedcba9876543210".getBytes(UTF_8));
  private static final Place PLACE = new Place("ns:k".getBytes(UTF_8), 1 << 20);

  private final Map<String, View<?>> views = new ConcurrentHashMap<>();

  /**
   * A Larder over a store that writes bytes, or none, and of which only the views are looked at.
   */
  private Larder open(boolean references, UnaryOperator<LarderBuilder> more) {
    return more.apply(Larder.builder())
        .backend(context -> noting(new FakeBackend(context), references))
        .build();
  }

  private Larder open(UnaryOperator<LarderBuilder> more) {
    return open(false, more);
  }

  private Backend noting(FakeBackend fake, boolean references) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("keepsReferences")) {
                return references;
              }
              if (method.getName().equals("open")) {
                View<?> view = (View<?>) arguments[0];
                views.put(view.name(), view);
              }
              return method.invoke(fake, arguments);
            });
  }

  @SuppressWarnings("unchecked")
  private <V> Codec<V> codec(String view) {
    return (Codec<V>) views.get(view).codec();
  }

  private static String form(byte[] encoded) {
    if (encoded[0] != (byte) 0xC1) {
      return "plain";
    }
    return switch (encoded[1]) {
      case 1 -> "deflate";
      case 2 -> "zstd";
      case 3 -> encoded.length < TEXT.length() / 2 ? "compressed, sealed" : "sealed";
      default -> "as is";
    };
  }

  private <V> String form(String view, V value) {
    byte[] encoded = this.<V>codec(view).encode(value, PLACE);
    assertThat(this.<V>codec(view).decode(ByteBuffer.wrap(encoded), PLACE)).isEqualTo(value);
    return form(encoded);
  }

  private static Page page() {
    return new Page(
        200,
        new String[] {"Content-Type"},
        new String[] {"text/plain"},
        "\"x\"",
        TEXT.getBytes(UTF_8));
  }

  @Test
  void unlessSomethingIsSaidValuesArePlain() {
    try (Larder larder = open(builder -> builder)) {
      larder.store("texts", Codecs.utf8());
      larder.cache("quotes", Quote.class);

      assertThat(form("texts", TEXT)).isEqualTo("plain");
      assertThat(form("quotes", new Quote(TEXT))).isEqualTo("plain");
      assertThat(form("pages", page())).isEqualTo("plain");
    }
  }

  @Test
  void whatTheBuilderSaysHoldsForAllValuesAndPages() {
    try (Larder larder = open(builder -> builder.compress(Compression.zstd()))) {
      larder.store("texts", Codecs.utf8());
      larder.cache("quotes", Quote.class);

      assertThat(form("texts", TEXT)).isEqualTo("zstd");
      assertThat(form("quotes", new Quote(TEXT))).isEqualTo("zstd");
      assertThat(form("pages", page())).isEqualTo("zstd");
    }
    try (Larder larder = open(builder -> builder.seal(KEYS))) {
      larder.store("texts", Codecs.utf8());
      larder.cache("quotes", Quote.class);

      assertThat(form("texts", TEXT)).isEqualTo("sealed");
      assertThat(form("quotes", new Quote(TEXT))).isEqualTo("sealed");
      assertThat(form("pages", page())).isEqualTo("sealed");
    }
    try (Larder larder = open(builder -> builder.seal(KEYS).compress(Compression.deflate()))) {
      larder.store("texts", Codecs.utf8());

      assertThat(form("texts", TEXT)).isEqualTo("compressed, sealed");
      assertThat(form("pages", page())).isEqualTo("compressed, sealed");
    }
  }

  @Test
  void whatIsSetIsReadByOthersWhateverTheyAreSetTo() {
    byte[] written;
    try (Larder larder = open(builder -> builder.compress(Compression.zstd()))) {
      larder.store("texts", Codecs.utf8());
      written = this.<String>codec("texts").encode(TEXT, PLACE);
    }
    try (Larder larder = open(builder -> builder)) {
      larder.store("texts", Codecs.utf8());
      assertThat(this.<String>codec("texts").decode(ByteBuffer.wrap(written), PLACE))
          .isEqualTo(TEXT);
    }
  }

  @Test
  void theOptionOfAStoreHoldsForAllAndTheLaterCallWins() {
    LarderSettings settings = LarderSettings.DEFAULT.withStore("memory:?compress=zstd,2KB");

    assertThat(settings.compression()).isEqualTo(Compression.zstd().from(2048));
    try (Larder larder = open(builder -> builder.settings(settings))) {
      assertThat(larder.pages()).isNotNull();
      assertThat(form("pages", page())).isEqualTo("zstd");
    }
    try (Larder larder =
        open(builder -> builder.settings(settings).compress(Compression.deflate()))) {
      assertThat(larder.pages()).isNotNull();
      assertThat(form("pages", page())).isEqualTo("deflate");
    }
  }

  @Test
  void whatIsSaidOfOneCacheBeatsWhatIsSaidOfAll() {
    Properties properties = new Properties();
    properties.setProperty("larder.cache.bits", "compress=false");
    properties.setProperty("larder.cache.texts", "compress=zstd");
    properties.setProperty("larder.cache.both", "compress=zstd");
    try (Larder larder =
        open(
            builder -> builder.properties(properties).compress(Compression.deflate()).seal(KEYS))) {
      larder.cache("bits", String.class);
      larder.cache("texts", String.class);
      larder.cacheBuilder("both", String.class).seal(OTHERS).compress(Compression.NONE).build();

      assertThat(form("bits", TEXT)).isEqualTo("sealed");
      assertThat(form("texts", TEXT)).isEqualTo("compressed, sealed");
      assertThat(form("both", TEXT)).isEqualTo("sealed");
      byte[] others = this.<String>codec("both").encode(TEXT, PLACE);
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> codec("texts").decode(ByteBuffer.wrap(others), PLACE));
      assertThat(Codecs.utf8().sealed(OTHERS).decode(ByteBuffer.wrap(others), PLACE))
          .isEqualTo(TEXT);
    }
  }

  @Test
  void whatACodecDoesByItselfItDoesOnce() {
    try (Larder larder = open(builder -> builder.compress(Compression.deflate()).seal(KEYS))) {
      larder.store("texts", Codecs.utf8().compressed(Compression.zstd()).sealed(OTHERS));
      byte[] encoded = this.<String>codec("texts").encode(TEXT, PLACE);

      assertThat(
              Codecs.utf8()
                  .compressed(Compression.NONE)
                  .sealed(OTHERS)
                  .decode(ByteBuffer.wrap(encoded), PLACE))
          .isEqualTo(TEXT);
      assertThat(larder.store("texts", Codecs.utf8().compressed(Compression.zstd()).sealed(OTHERS)))
          .isSameAs(
              larder.store("texts", Codecs.utf8().sealed(OTHERS).compressed(Compression.zstd())));
    }
  }

  @Test
  void whereNothingIsWrittenNothingIsCompressedOrSealed() {
    UnaryOperator<LarderBuilder> both =
        builder -> builder.compress(Compression.deflate()).seal(KEYS);
    try (Larder larder = open(true, both)) {
      larder.store("texts", Codecs.utf8());
      larder.cacheBuilder("quotes", Quote.class).seal(OTHERS).build();
      larder.cacheBuilder("lines", String.class).compress(Compression.zstd()).build();

      assertThat((Object) codec("texts")).isSameAs(Codecs.utf8());
      assertThat((Object) codec("lines")).isSameAs(Codecs.utf8());
      assertThat((Object) codec("quotes")).isEqualTo(Codecs.references(Quote.class));
      assertThat((Object) codec("pages")).isEqualTo(new PageCodec());
    }
    try (Larder larder = both.apply(Larder.builder().store("memory:")).build()) {
      Quote quote = new Quote(TEXT);
      Cache<Quote> quotes = larder.cacheBuilder("quotes", Quote.class).seal(OTHERS).build();
      quotes.put("ACME", quote);
      assertThat(quotes.find("ACME").fresh().orElseThrow()).isSameAs(quote);
    }
  }
}

package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

  @ParameterizedTest
  @ValueSource(longs = {0, -1, (1 << 29) + 1, Long.MAX_VALUE})
  void aThresholdOutOfItsRangeIsRefused(long bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Compression.deflate().from(bytes))
        .withMessageContaining("from " + bytes + " bytes")
        .withMessageContaining("512 MiB");
  }

  @Test
  void aThresholdInItsRangeIsTaken() {
    assertThat(Compression.deflate().from(1).threshold()).isEqualTo(1);
    assertThat(Compression.zstd().from(1 << 29).threshold()).isEqualTo(1 << 29);
  }

  /** The classes of this project, and of zstd-jni none. */
  private static final class Alone extends ClassLoader {
    Alone() {
      super(CompressionTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.github.luben.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.larder.cache.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private Object call(Class<?> type, String method, Class<?>[] types, Object on, Object... with)
        throws ReflectiveOperationException {
      Method called = loadClass(type.getName()).getMethod(method, types);
      called.setAccessible(true);
      return called.invoke(on, with);
    }
  }

  @Test
  void whereZstdIsMissingItIsRefusedInOneSentenceAndDeflateIsNot() throws Exception {
    Alone alone = new Alone();
    for (int i = 0; i < 2; i++) { // a class that failed to link fails otherwise the second time
      assertThatThrownBy(() -> alone.call(Compression.class, "zstd", new Class<?>[0], null))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "compress is zstd, which needs com.github.luben:zstd-jni with its native part: add it"
                  + " to the class path, or say deflate");
      assertThat(alone.call(Compression.class, "deflate", new Class<?>[0], null)).isNotNull();
    }
  }

  @Test
  void whereZstdIsMissingWhatOthersHaveCompressedWithItCannotBeRead() throws Exception {
    Alone alone = new Alone();
    String text = "text ".repeat(1_000);
    Place place = new Place("k".getBytes(StandardCharsets.UTF_8), 1 << 20);
    Object deflate = alone.call(Compression.class, "deflate", new Class<?>[0], null);
    Object utf8 = alone.call(Codecs.class, "utf8", new Class<?>[0], null);
    Class<?>[] compression = {alone.loadClass(Compression.class.getName())};
    Object codec = alone.call(Codec.class, "compressed", compression, utf8, deflate);
    byte[] zstd = Codecs.utf8().compressed(Compression.zstd()).encode(text, place);
    byte[] zlib = Codecs.utf8().compressed(Compression.deflate()).encode(text, place);
    Class<?>[] buffer = {ByteBuffer.class};

    assertThatThrownBy(
            () -> alone.call(Codec.class, "decode", buffer, codec, ByteBuffer.wrap(zstd)))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .satisfies(
            e -> assertThat(e.getClass().getName()).isEqualTo(CodecException.class.getName()))
        .hasMessageContaining("not known here");
    assertThat(alone.call(Codec.class, "decode", buffer, codec, ByteBuffer.wrap(zlib)))
        .isEqualTo(text);
  }
}

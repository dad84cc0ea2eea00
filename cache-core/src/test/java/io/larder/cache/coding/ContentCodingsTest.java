package io.larder.cache.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The codings, with their libraries and without. */
class ContentCodingsTest {

  /** Loads the codings anew, and knows nothing of the packages that begin so. */
  private static final class Without extends ClassLoader {
    private final String hidden;

    Without(String hidden) {
      super(ContentCodingsTest.class.getClassLoader());
      this.hidden = hidden;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(hidden)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.larder.cache.coding.")) {
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
  }

  @ParameterizedTest
  @CsvSource({
    "com.aayushatharva.brotli4j., gzip, true",
    "com.aayushatharva.brotli4j., br, false",
    "com.github.luben., gzip, true",
    "com.github.luben., zstd, false",
    "com., br, false",
    "com., zstd, false",
    "com., gzip, true",
    "nothing., br, true",
    "nothing., zstd, true",
  })
  void areThereIfTheirLibraryIs(String hidden, String token, boolean there) throws Exception {
    Method find =
        new Without(hidden)
            .loadClass(ContentCodings.class.getName())
            .getMethod("find", String.class);

    assertThat(find.invoke(null, token) != null).isEqualTo(there);
    assertThat(find.invoke(null, token) != null).as("and stay so").isEqualTo(there);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd"})
  void readWhatTheyHaveWritten(String token) throws IOException {
    ContentCoding coding = ContentCodings.find(token);
    Random random = new Random(1);
    for (int length : new int[] {0, 1, 1_000, 8_192, 100_000, 1 << 20}) {
      byte[] bytes = new byte[length + 7];
      random.nextBytes(bytes);
      Arrays.fill(bytes, length / 2, length, (byte) 'x');
      byte[] encoded = coding.encode(bytes, 3, length);

      try (InputStream in = coding.decoder(new ByteArrayInputStream(encoded))) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 3, 3 + length));
      }
      assertThat(coding.encode(bytes, 3, length)).as("the same").isEqualTo(encoded);
    }
  }
}

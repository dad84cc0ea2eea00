package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class CodecsWithoutJacksonTest {

  @Test
  void bytesAndTextNeedNoJacksonAndJsonSaysWhatToAdd() throws Exception {
    URL classes = Codecs.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> codecs = alone.loadClass(Codecs.class.getName());

      assertThat(codecs.getMethods()).extracting(Method::getName).contains("bytes", "utf8", "json");
      assertThat(codecs.getMethod("bytes").invoke(null)).hasToString("Codecs.bytes()");
      assertThat(codecs.getMethod("utf8").invoke(null)).hasToString("Codecs.utf8()");
      Method json = codecs.getMethod("json", Class.class);
      for (int i = 0; i < 2; i++) { // a class that failed to link fails otherwise the second time
        assertThatThrownBy(() -> json.invoke(null, String.class))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "Codecs.json needs Jackson 3: add the dependency"
                    + " tools.jackson.core:jackson-databind");
      }
    }
  }
}

package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

class Utf8Test {

  @Property
  void bytesAreCountedAsTheyWouldBeWritten(
      @ForAll @CharRange(from = '\0', to = '\uD7FF') String text) {
    assertThat(Utf8.length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @Example
  void pairsOfSurrogatesAreFourBytes() {
    assertThat(Utf8.length("a😀é漢")).isEqualTo(1 + 4 + 2 + 3);
    assertThat(Utf8.length("")).isZero();
  }
}

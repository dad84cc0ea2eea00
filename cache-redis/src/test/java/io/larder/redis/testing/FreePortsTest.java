package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which ports for servers that keep theirs. */
class FreePortsTest {

  @Test
  void aPortIsNotGivenAgainBeforeManyOthers() throws IOException {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      assertThat(given.add(FreePorts.find(true))).isTrue();
    }
  }

  @Test
  void noOtherJvmIsGivenOneOfOurs(@TempDir Path temp) throws IOException {
    int ours = FreePorts.find(false);
    try (ChildJvm other = ChildJvm.start("port", Map.of(), temp);
        ChildJvm third = ChildJvm.start("port", Map.of(), temp)) {
      int theirs = Integer.parseInt(other.line());
      int another = Integer.parseInt(third.line());

      assertThat(range(theirs)).isNotEqualTo(range(ours)).isNotEqualTo(range(another));
      assertThat(range(another)).isNotEqualTo(range(ours));
    }
  }

  @Test
  void aPortOnWhichSomebodyListensIsLeftOut() throws IOException {
    int next = FreePorts.find(false) + 1;
    try (ServerSocket taken = new ServerSocket(next, 1, FreePorts.loopback())) {
      assertThat(FreePorts.find(false)).isNotEqualTo(taken.getLocalPort());
    }
  }

  private static int range(int port) {
    return (port - FreePorts.LOWEST) / FreePorts.SIZE;
  }
}

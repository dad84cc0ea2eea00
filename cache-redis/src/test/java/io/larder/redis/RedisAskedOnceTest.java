package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.Larder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a look-up that failed, the same call asks Redis nothing more. */
class RedisAskedOnceTest {

  private static final String ODD = "-ERR of a test";
  private static final String CLOCK = "*4\r\n$1\r\n5\r\n$1\r\n5\r\n$1\r\n5\r\n$-1";
  private static final Set<String> LOOK_UP = Set.of("PTTL", "GET", "ZMSCORE");

  private final Map<String, String> replies =
      new ConcurrentHashMap<>(Map.of("PTTL", ":-2", "GET", "$-1", "ZMSCORE", CLOCK));
  private ScriptedServer server;
  private Larder larder;
  private Cache<String> names;

  @BeforeEach
  void open() throws IOException {
    server = new ScriptedServer(replies);
    larder =
        Larder.open(
            "redis://127.0.0.1:"
                + server.port()
                + "/0?namespace=shop&timeout=10s&connectTimeout=10s");
    names = larder.cache("names", String.class);
  }

  @AfterEach
  void close() throws IOException {
    larder.close();
    server.close();
  }

  @Test
  void aLookUpThatFailedIsFollowedByTheLoadAlone() {
    replies.put("GET", ODD);

    assertThat(names.get("k", load -> "loaded")).isEqualTo("loaded");

    assertThat(asked()).containsOnlyKeys(LOOK_UP).containsEntry("GET", 1);
  }

  @Test
  void soIsOneOfManyKeys() {
    replies.put("GET", ODD);

    assertThat(names.getAll(List.of("k", "l"), keys -> Map.of("k", "1", "l", "2")))
        .isEqualTo(Map.of("k", "1", "l", "2"));

    assertThat(asked()).containsOnlyKeys(LOOK_UP).containsEntry("GET", 2);
  }

  @Test
  void aClaimThatFailedIsFollowedByTheLoadAlone() {
    replies.put("EVALSHA", ODD);

    assertThat(names.get("k", load -> "loaded")).isEqualTo("loaded");

    assertThat(asked()).containsEntry("EVALSHA", 1).doesNotContainKeys("EVAL", "SET");
  }

  @Test
  void whereNothingFailsItIsClaimedAndStored() {
    // An empty text: nothing lay there.
    replies.put("EVALSHA", "$0\r\n");

    assertThat(names.get("k", load -> "loaded")).isEqualTo("loaded");

    assertThat(asked()).containsEntry("EVALSHA", 2);
  }

  /** How often each command about keys was asked. */
  private Map<String, Integer> asked() {
    Map<String, Integer> asked = new HashMap<>();
    for (String command : server.commands()) {
      if (!Set.of("INFO", "CLIENT", "SELECT", "SCAN", "GETRANGE").contains(command)) {
        asked.merge(command, 1, Integer::sum);
      }
    }
    return asked;
  }
}

package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real servers, and sentinels that say what a test has them say. */
class SentinelNodesTest {

  private final LogLines log = new LogLines();
  private final PrivateRedis one = RedisFixture.start();
  private final PrivateRedis another = RedisFixture.start();
  private final List<Map<String, String>> answers = new ArrayList<>();
  private final List<ScriptedServer> sentinels = new ArrayList<>();
  private RedisBackend backend;
  private CacheStore<String> store;

  @BeforeEach
  void open() throws IOException {
    for (int i = 0; i < 3; i++) {
      Map<String, String> replies = new ConcurrentHashMap<>();
      replies.put("SENTINEL", address(one));
      answers.add(replies);
      sentinels.add(new ScriptedServer(replies));
    }
    String hosts =
        sentinels.stream().map(it -> "127.0.0.1:" + it.port()).collect(Collectors.joining(","));
    backend = Lab.open("redis+sentinel://" + hosts + "/m?timeout=5s&connectTimeout=5s", "shop");
    store = Lab.view(backend, "v");
    assertThat(store(store, "k", "1")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("1");
  }

  @AfterEach
  void close() throws IOException {
    backend.close();
    for (ScriptedServer sentinel : sentinels) {
      sentinel.close();
    }
    one.close();
    another.close();
    log.close();
  }

  @Test
  void aPrimaryThatRefusesToWriteIsAskedForNoMoreThanThat() {
    one.command("REPLICAOF", "127.0.0.1", "" + another.port());
    nameAll(another);

    // It still reads, but this is the first that shows what it is.
    assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);

    assertThat(store(store, "k", "2")).isEqualTo(FillResult.STORED);
    assertThat(another.command("EXISTS", "shop:v:k")).isEqualTo(1L);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aPrimaryThatBecomesAReplicaIsNotReadFromForLong() {
    one.command("REPLICAOF", "127.0.0.1", "" + another.port());
    nameAll(another);

    await().until(() -> !look(store, "k").equals("1"));
    await().until(() -> look(store, "k").equals("Miss"));

    assertThat(store(store, "k", "2")).isEqualTo(FillResult.STORED);
    assertThat(another.command("EXISTS", "shop:v:k")).isEqualTo(1L);
  }

  @Test
  void aReplicaThatSentinelsStillNameIsNotUsed() {
    one.command("REPLICAOF", "127.0.0.1", "" + another.port());
    one.command("CLIENT", "KILL", "TYPE", "normal");

    assertThat(look(store, "k")).isEqualTo("Unavailable");
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("is a replica (READONLY)", "until the primary is known")
        .doesNotContain("name the primary");

    nameAll(another);

    await().until(() -> look(store, "k").equals("Miss"));
  }

  @Test
  void aSentinelThatHasNotHeardOfAFailoverIsNoOutage() {
    // Of nobody, so it keeps what it has.
    one.command("REPLICAOF", "127.0.0.1", "1");
    answers.get(1).put("SENTINEL", address(another));
    answers.get(2).put("SENTINEL", address(another));
    one.command("CLIENT", "KILL", "TYPE", "normal");

    assertThat(look(store, "k")).isEqualTo("Miss");

    assertThat(store(store, "k", "2")).isEqualTo(FillResult.STORED);
    assertThat(another.command("EXISTS", "shop:v:k")).isEqualTo(1L);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aPrimaryThatMostSentinelsHaveGivenUpIsLeftThoughItAnswers() {
    answers.get(1).put("SENTINEL", address(another));
    answers.get(2).put("SENTINEL", address(another));

    await().until(() -> look(store, "k").equals("Miss"));

    assertThat(store(store, "k", "2")).isEqualTo(FillResult.STORED);
    assertThat(another.command("EXISTS", "shop:v:k")).isEqualTo(1L);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aPrimaryThatOneSentinelHasGivenUpIsNot() {
    answers.get(2).put("SENTINEL", address(another));
    long asked = asked(2);

    await()
        .until(
            () -> {
              assertThat(look(store, "k")).isEqualTo("1");
              return asked(2) > asked + 1;
            });

    assertThat(another.command("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void sentinelsAreAskedOnceASecondAtMostAndOnlyWhileTheCacheIsInUse() {
    long before = asked(1);
    long start = System.nanoTime();
    while (System.nanoTime() - start < Duration.ofMillis(2500).toNanos()) {
      assertThat(look(store, "k")).isEqualTo("1");
    }
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    assertThat(asked(1) - before).isBetween(1L, seconds + 1);

    long used = asked(1);
    await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
    assertThat(asked(1)).isLessThanOrEqualTo(used + 1);
  }

  private long asked(int sentinel) {
    return sentinels.get(sentinel).commands().stream().filter("SENTINEL"::equals).count();
  }

  private void nameAll(PrivateRedis server) {
    answers.forEach(each -> each.put("SENTINEL", address(server)));
  }

  private static String address(PrivateRedis server) {
    return "*2\r\n"
        + ScriptedServer.bulk("127.0.0.1")
        + "\r\n"
        + ScriptedServer.bulk("" + server.port());
  }
}

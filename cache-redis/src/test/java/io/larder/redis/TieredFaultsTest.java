package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CopyStats;
import io.larder.cache.FillResult;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes with copies in memory over one server, and what happens to it and to their way there. */
class TieredFaultsTest {

  private static final Duration BOUND = Duration.ofMillis(500);
  private static final String OPTIONS = "?stalenessBound=500ms";

  /** Where nothing is to fail: a busy machine is no outage. */
  private static final String PATIENT = "&timeout=10s&connectTimeout=10s";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LogLines log = new LogLines();
  private final PrivateRedis redis = RedisFixture.start(RedisServerOptions.defaults());
  private final ChaosProxy proxy = ChaosProxy.to(redis.host(), redis.port());

  @AfterEach
  void close() {
    proxy.close();
    redis.close();
    log.close();
  }

  private String near() {
    return redis.url() + OPTIONS;
  }

  private String patient() {
    return near() + PATIENT;
  }

  private String throughProxy() {
    return "redis://" + proxy.host() + ":" + proxy.port() + OPTIONS;
  }

  private static void until(BooleanSupplier condition) {
    await().atMost(PATIENCE).until(condition::getAsBoolean);
  }

  private static void pass(Duration time) {
    long began = System.nanoTime();
    until(() -> System.nanoTime() - began > time.toNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "pause", "empty", "snapshot", "flush", "connections", "metaLost"})
  void noFaultOfTheServerBringsBackWhatWasEnded(String fault) {
    try (TieredLab lab = TieredLab.of(3, near())) {
      Crowd crowd = Crowd.on(lab.nodes, BOUND);
      try (crowd) {
        until(() -> lab.copyHits() > 100 && crowd.hits() > 1000);
        redis.command("SAVE");
        pass(BOUND);

        happen(fault);

        long copies = lab.copyHits();
        long hits = crowd.hits();
        until(() -> lab.copyHits() > copies + 200 && crowd.hits() > hits + 1000);
      }
      assertThat(crowd.wrongs()).isEmpty();
    }
  }

  private void happen(String fault) {
    switch (fault) {
      case "none" -> {}
      case "pause" -> {
        redis.pause();
        pass(BOUND.multipliedBy(3));
        redis.resume();
      }
      case "empty" -> {
        redis.kill();
        redis.restart();
      }
      case "snapshot" -> {
        redis.kill();
        redis.restartFromSnapshot();
      }
      case "flush" -> redis.flushAll();
      case "connections" -> {
        redis.command("CLIENT", "KILL", "TYPE", "pubsub");
        redis.command("CLIENT", "KILL", "TYPE", "normal");
      }
      default -> redis.command("DEL", "{shop}:meta");
    }
  }

  @Test
  void anOldSnapshotBringsBackNothingThatWasEnded() {
    try (TieredLab lab = TieredLab.of(2, patient())) {
      lab.copy("k", "old");
      redis.command("SAVE");
      assertThat(lab.node(0).evict("k")).isEqualTo(Answer.APPLIED);
      until(() -> look(lab.node(1), "k").equals("Miss"));

      redis.kill();
      redis.restartFromSnapshot();

      until(
          () -> {
            if (isNotOld(lab) && look(lab.node(1), "k").equals("Miss")) {
              store(lab.node(1), "k", "new"); // each node that notices the restart ends all
            }
            return isNotOld(lab) && lab.isCopied(1, "k") && look(lab.node(1), "k").equals("new");
          });
    }
  }

  private static boolean isNotOld(TieredLab lab) {
    assertThat(look(lab.node(0), "k")).isNotEqualTo("old");
    assertThat(look(lab.node(1), "k")).isNotEqualTo("old");
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hold", "cut", "reset", "answersHeld", "questionsHeld", "slow"})
  void aNodeThatIsCutOffServesNothingForLongerThanTheBound(String partition) {
    try (TieredLab lab = TieredLab.of(near(), near(), throughProxy())) {
      Crowd crowd = Crowd.on(lab.nodes, BOUND);
      try (crowd) {
        until(() -> lab.copyHits() > 100 && crowd.hits() > 1000);

        switch (partition) {
          case "hold" -> proxy.hold();
          case "cut" -> proxy.cut();
          case "reset" -> proxy.reset();
          case "answersHeld" -> proxy.answers(ProxyFlow.HELD);
          case "questionsHeld" -> proxy.questions(ProxyFlow.HELD);
          default -> proxy.bothWays(ProxyFlow.delayed(Duration.ofMillis(100)));
        }
        pass(BOUND.multipliedBy(3));
        proxy.heal();

        long copies = lab.copyHits();
        until(() -> lab.copyHits() > copies + 200);
      }
      assertThat(crowd.wrongs()).isEmpty();
    }
  }

  @Test
  void aNodeThatHearsNothingServesAgainWhenItHears() {
    String waiting = throughProxy() + "&timeout=1s&connectTimeout=1s";
    try (TieredLab lab = TieredLab.of(patient(), waiting)) {
      lab.copy("k", "v");

      proxy.answers(ProxyFlow.HELD);
      assertThat(lab.node(0).evict("k")).isEqualTo(Answer.APPLIED);
      pass(BOUND);
      assertThat(look(lab.node(1), "k")).isEqualTo("Unavailable");
      proxy.heal();

      assertThat(store(lab.node(0), "k", "w")).isEqualTo(FillResult.STORED);
      until(() -> look(lab.node(1), "k").equals("w") && lab.isCopied(1, "k"));
    }
  }

  @Test
  void anEventThatNobodyIsToldOfHasItListenAnew() {
    try (TieredLab lab = TieredLab.of(1, patient())) {
      lab.copy("k", "v");
      long connections = lab.stats(0).connections();

      redis.command("ZINCRBY", "{shop}:meta", "1", "clock");

      until(() -> lab.stats(0).connections() > connections && lab.isCopied(0, "k"));
    }
  }

  @Test
  void inQuietNothingIsDroppedAndNothingBeginsAnew() {
    try (TieredLab lab = TieredLab.of(2, redis.url() + "?stalenessBound=100ms" + PATIENT)) {
      lab.copy("k", "v");
      CopyStats before = lab.stats(1);

      long beats = 40;
      pass(Duration.ofMillis(25 * beats));

      CopyStats since = lab.stats(1).minus(before);
      assertThat(since.gaps()).isZero();
      assertThat(since.connections()).isZero();
      assertThat(since.announcements()).isZero();
      until(() -> lab.isCopied(1, "k"));
      assertThat(lab.stats(1).minus(before).misses()).isZero();
    }
  }

  @Test
  void aStreamOfForeignTagsLeavesCopiesWhereTheyAre() {
    // Events that come later than the bound would have it listen anew.
    String unhurried = redis.url() + "?stalenessBound=10s" + PATIENT;
    try (TieredLab lab = TieredLab.of(2, unhurried)) {
      lab.copy("k", "v", Lab.MINUTE.tagged("mine"));
      CopyStats before = lab.stats(1);
      for (int i = 0; i < 2000; i++) {
        assertThat(lab.node(0).invalidate(List.of("foreign-" + i))).isEqualTo(Answer.APPLIED);
        look(lab.node(1), "k");
      }
      until(() -> lab.stats(1).minus(before).announcements() == 2000);
      CopyStats since = lab.stats(1).minus(before);
      assertThat(since.gaps()).isZero();
      assertThat(since.misses()).isZero();
      assertThat(since.connections()).isZero();
    }
  }

  @Test
  void aProcessThatWasStoppedServesNothingThatWasEndedMeanwhile() throws Exception {
    try (TieredLab lab = TieredLab.of(1, patient());
        TieredChild child = TieredChild.start(patient())) {
      lab.copy("k", "v");
      until(() -> child.ask("look k").equals("copy v"));

      child.stop();
      assertThat(lab.node(0).evict("k")).isEqualTo(Answer.APPLIED);
      pass(BOUND);
      child.send("look k");
      child.resume();

      assertThat(child.answer()).isEqualTo("store Miss");
      assertThat(store(lab.node(0), "k", "w")).isEqualTo(FillResult.STORED);
      until(() -> child.ask("look k").equals("copy w"));
    }
  }
}

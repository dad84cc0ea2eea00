package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lease;
import io.larder.cache.ManyTimes;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Connections that are reset: what was asked is asked again at once, and does no harm twice. */
@ManyTimes
class RedisResetTest {

  // What is tested here is no outage: a busy machine may take its time.
  private static final String PATIENT = "?timeout=10s&connectTimeout=10s&poolWait=10s&lease=10s";

  private final RedisFixture redis = RedisFixture.shared();
  private final ChaosProxy proxy = ChaosProxy.to(redis.host(), redis.port());
  private final String namespace = RedisFixture.namespace();
  private final String uri = "redis://127.0.0.1:" + proxy.port() + PATIENT;
  private final RedisBackend backend = Lab.open(uri, namespace);
  private final CacheStore<String> view = Lab.view(backend, "v");
  private final RedisClient raw = RedisClient.create(redis.url());
  private final LogLines log = new LogLines();

  /** How many connections there had been when a test opened servers of its own. */
  private long opened;

  @AfterEach
  void close() throws IOException {
    assertThat(log.lines()).as("a reset is no outage").isEmpty();
    log.close();
    backend.close();
    raw.close();
    proxy.close();
  }

  @Test
  void aLookUpIsAnsweredOverOneNewConnection() {
    store(view, "k", "1");
    for (int resets = 0; resets < 3; resets++) {
      long made = proxy.accepted();
      proxy.reset();

      assertThat(look(view, "k")).isEqualTo("1");

      assertThat(proxy.accepted() - made).isEqualTo(1);
    }
  }

  @Test
  void aKnownServerIsNoStrangerOverANewConnection() {
    try (OneServer nodes = nodes()) {
      askAtOnce(nodes, 1);
      assertThat(nodes.strangers()).as("the first").isEqualTo(1);
      proxy.reset();

      new Retry(nodes).run(() -> askAtOnce(nodes, 1));

      assertThat(proxy.accepted() - opened).isEqualTo(2);
      assertThat(nodes.strangers()).isEqualTo(1);
    }
  }

  @Test
  void idleConnectionsThatWereResetTooFailNothing() {
    try (OneServer nodes = nodes()) {
      askAtOnce(nodes, 5);
      proxy.reset();
      AtomicInteger attempts = new AtomicInteger();
      new Retry(nodes)
          .run(
              () -> {
                attempts.incrementAndGet();
                return askAtOnce(nodes, 1);
              });

      assertThat(attempts).as("one for all that are broken").hasValue(2);
      assertThat(askAtOnce(nodes, 5)).as("without a retry").isTrue();

      assertThat(proxy.accepted() - opened).isEqualTo(10);
    }
  }

  @Test
  void idleConnectionsThatAreWellStayInUse() {
    try (OneServer nodes = nodes()) {
      askAtOnce(nodes, 5);
      nodes.doubtIdle();

      askAtOnce(nodes, 5);

      assertThat(proxy.accepted() - opened).isEqualTo(5);
    }
  }

  @Test
  void aClaimWhoseAnswerWasLostIsTheCallersAlone() {
    Claim claim = unanswered("k", () -> view.claim("k"));

    assertThat(claim.granted()).isTrue();
    view.abandon(claim);
    assertThat(raw.exists(name("k"))).as("one that others hold too would stay").isFalse();
  }

  @Test
  void soAreTheClaimsOfABatchWhoseAnswersWereLost() {
    Map<String, Claim> claims = unanswered("k", () -> view.claimAll(List.of("k", "l")));

    assertThat(claims.values()).hasSize(2).allMatch(Claim::granted);
    view.abandonAll(claims.values());
    assertThat(raw.exists(name("k"), name("l"))).as("as above").isZero();
  }

  @Test
  void theClaimsOfABatchOfAnotherAreSharedAndStayForIt() {
    Map<String, Claim> theirs = view.claimAll(List.of("k", "l"));
    Map<String, Claim> ours = view.claimAll(List.of("k", "l"));

    view.abandonAll(ours.values());

    assertThat(theirs.values())
        .allMatch(claim -> view.fill(claim, "1", MINUTE) == FillResult.STORED);
  }

  @Test
  void aClaimOfAnotherIsSharedAndStaysForIt() {
    Claim theirs = view.claim("k");
    Claim ours = view.claim("k");

    view.abandon(ours);

    assertThat(view.fill(theirs, "1", MINUTE)).isEqualTo(FillResult.STORED);
  }

  @Test
  void aLeaseWhoseAnswerWasLostIsNotWaitedForByItsHolder() {
    Lease lease = unanswered("k", () -> view.lease("k"));

    assertThat(view.lease("k")).as("another's").isInstanceOf(Lease.Held.class);
    assertThat(lease).isInstanceOf(Lease.Own.class);
    Claim claim = ((Lease.Own) lease).claim();
    assertThat(view.fill(claim, "1", MINUTE)).isEqualTo(FillResult.STORED);
    assertThat(look(view, "k")).isEqualTo("1");
  }

  @Test
  void aFillWhoseAnswerWasLostIsStored() {
    Claim claim = view.claim("k");

    assertThat(unanswered("k", () -> view.fill(claim, "1", MINUTE))).isEqualTo(FillResult.STORED);

    assertThat(view.fill(claim, "2", MINUTE)).as("another one").isEqualTo(FillResult.REFUSED);
    assertThat(look(view, "k")).isEqualTo("1");
  }

  @Test
  void aFillWhoseAnswerWasLostAndThatWasEndedSinceIsRefused() {
    Claim claim = view.claim("k");

    FillResult result =
        unanswered("k", () -> view.fill(claim, "1", MINUTE), () -> raw.unlink(name("k")));

    assertThat(result).isEqualTo(FillResult.REFUSED);
    assertThat(look(view, "k")).isEqualTo("Miss");
  }

  @Test
  void aPutWhoseAnswerWasLostStaysInPlace() {
    store(view, "k", "1");
    Claim claim = view.claim("k");

    assertThat(unanswered("k", () -> view.put(claim, "2", MINUTE))).isEqualTo(Answer.APPLIED);

    assertThat(look(view, "k")).isEqualTo("2");
  }

  @Test
  void aPutThatAnotherHasPassedLeavesTheKeyEmpty() {
    store(view, "k", "1");
    Claim claim = view.claim("k");
    view.softPurge("k");

    assertThat(view.put(claim, "2", MINUTE)).isEqualTo(Answer.APPLIED);

    assertThat(look(view, "k")).isEqualTo("Miss");
  }

  private <T> T unanswered(String key, Supplier<T> work) {
    return unanswered(key, work, () -> {});
  }

  /**
   * Does something that changes a key, and whose answer is lost the first time: the server has done
   * it when the connection is reset.
   */
  private <T> T unanswered(String key, Supplier<T> work, Runnable then) {
    knowTheScripts();
    byte[] before = raw.get(Lab.bytes(name(key)));
    proxy.answers(ProxyFlow.HELD);
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(work);
    await().until(() -> !Arrays.equals(raw.get(Lab.bytes(name(key))), before));
    then.run();
    proxy.reset();
    proxy.heal();
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Else the first answer is that the server does not know one, and nothing is done. */
  private void knowTheScripts() {
    store(view, "other", "1");
    view.lease("another");
  }

  private String name(String key) {
    return namespace + ":v:" + key;
  }

  private OneServer nodes() {
    opened = proxy.accepted();
    RedisOptions options = RedisOptions.of(StoreUri.parse(uri));
    return new OneServer(
        options, (Place.Server) options.place(), new Sockets(options, InetAddress::getAllByName));
  }

  /** Asks on so many connections at once; returns true. */
  private static boolean askAtOnce(OneServer nodes, int connections) {
    List<Nodes.Exchange> exchanges = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        exchanges.add(nodes.primaries().get(0).send(List.of(Commands.pttl(Lab.bytes("k")))));
      }
      exchanges.forEach(Nodes.Exchange::read);
    } finally {
      exchanges.forEach(Nodes.Exchange::close);
    }
    return true;
  }
}

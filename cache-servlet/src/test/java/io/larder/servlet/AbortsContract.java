package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.Page;
import io.larder.servlet.AbortCase.Trouble;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What is left of responses that something went wrong with, drawn at random: {@code
 * -Dlarder.seed=42 -Dlarder.aborts=1} draws one case again, {@code -Dlarder.aborts=1000} that many.
 */
abstract class AbortsContract {
  private static final int CASES = Integer.getInteger("larder.aborts", 100);
  private static final long FIRST = Long.getLong("larder.seed", new Random().nextLong() >>> 16);

  /** So many lie in the cache at a time, which must have room for them. */
  private static final int BATCH = 50;

  private static final int CLIENTS = 8;

  /**
   * Containers end by themselves what stays of a case, each in its time; a busy machine in more.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Container.Kind kind;
  private final ScheduledExecutorService handlers = Executors.newScheduledThreadPool(CLIENTS * 2);
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final ExecutorService followers = Executors.newFixedThreadPool(CLIENTS);
  private final AbortsServlet servlet = new AbortsServlet(this::drawn, handlers);
  private Site site;

  AbortsContract(Container.Kind kind) {
    this.kind = kind;
  }

  /** The case of a seed, or one like it where this container would come to no end. */
  AbortCase drawn(long seed) {
    return AbortCase.of(seed);
  }

  @Test
  void whatIsStoredIsWhatWasWholeAndNothingElseIsLeft() throws Exception {
    System.out.println(kind + ": " + CASES + " aborted responses from seed " + FIRST);
    site = Site.of(servlet).on(kind).rules("/* ttl=10m").start();
    try {
      for (int from = 0; from < CASES; from += BATCH) {
        List<AbortCase> batch =
            LongStream.range(FIRST + from, FIRST + Math.min(from + BATCH, CASES))
                .mapToObj(this::drawn)
                .toList();
        run(batch);
        site.larder.clear();
      }
      assertThat(servlet.responses).hasSizeGreaterThanOrEqualTo(CASES * 2);
      assertCollected();
    } finally {
      site.close();
      for (ExecutorService each : List.of(handlers, clients, followers)) {
        each.shutdownNow();
      }
    }
    Awaitility.await().untilAsserted(() -> assertThat(threadsWithin()).isEmpty());
  }

  private void run(List<AbortCase> batch) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (AbortCase abort : batch) {
      running.add(clients.submit(() -> ask(abort)));
    }
    for (Future<?> each : running) {
      each.get();
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(
            () -> {
              assertThat(site.filter.waiting()).as("waiting").isZero();
              assertThat(site.filter.loading()).as("loading").isZero();
              assertThat(site.filter.inFlight()).as("bytes in flight").isZero();
            });
    for (AbortCase abort : batch) {
      assertThat(stored(abort, twin(abort))).as("twin of %s", abort).isTrue();
      stored(abort, troubled(abort));
    }
  }

  private static String troubled(AbortCase abort) {
    return "/case?seed=" + abort.seed();
  }

  private static String twin(AbortCase abort) {
    return "/case?seed=" + abort.seed() + "&twin";
  }

  /** Whether there is something under a target; which must be the whole then. */
  private boolean stored(AbortCase abort, String target) throws IOException {
    if (!(site.filter.find(site.key(target)) instanceof CacheEntry<Page> entry)) {
      return false;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    entry.value().writeBody(body);
    assertThat(entry.value().status()).as("%s", abort).isEqualTo(200);
    assertWhole(abort, body.toByteArray());
    return true;
  }

  private Void ask(AbortCase abort) throws Exception {
    Future<?> follower = abort.follower() ? followers.submit(() -> follow(abort)) : null;
    try {
      askForTrouble(abort);
    } finally {
      servlet.gone(abort.seed()).complete(null);
    }
    if (follower != null) {
      follower.get();
    }
    assertWhole(abort, twin(abort));
    stored(abort, troubled(abort));
    return null;
  }

  private Void follow(AbortCase abort) throws IOException {
    assertWhole(abort, troubled(abort));
    return null;
  }

  private void assertWhole(AbortCase abort, String target) throws IOException {
    RawResponse response;
    try {
      response = site.get(target, "Connection: close");
    } catch (IOException e) {
      throw new AssertionError(target + " got no answer: " + abort, e);
    }
    assertThat(response.status()).as("%s", abort).isEqualTo(200);
    assertThat(response.complete()).as("%s: %s", abort, response.fields()).isTrue();
    assertWhole(abort, response.body());
  }

  private static void assertWhole(AbortCase abort, byte[] body) {
    assertThat(body.length).as("%s", abort).isEqualTo(abort.length());
    assertThat(Arrays.equals(body, abort.body())).as("%s", abort).isTrue();
  }

  private void askForTrouble(AbortCase abort) throws IOException {
    SplittableRandom random = new SplittableRandom(~abort.seed());
    boolean gone = abort.trouble().isOfClient();
    try (RawClient client = new RawClient(site.container.base(), gone ? 4096 : 64 * 1024)) {
      client.send("GET", troubled(abort), AbortsServlet.TROUBLE + ": 1", "Connection: close");
      if (!gone) {
        readToTheEnd(client, abort);
        return;
      }
      client.readBytes(
          switch (abort.trouble()) {
            case GONE_AT_ONCE -> 0;
            case GONE_IN_HEAD -> 1 + random.nextInt(80);
            case GONE_IN_BODY -> 80 + random.nextInt(abort.at() + 1);
            default -> 80 + abort.at();
          });
      client.abort();
    } catch (SocketTimeoutException e) {
      if (!gone) { // else it has lost its patience, with a handler whose time had passed before
        throw new AssertionError("The client waits for what never comes: " + abort, e);
      }
    }
  }

  /** However it ends, it does. */
  private static void readToTheEnd(RawClient client, AbortCase abort) throws IOException {
    try {
      client.read("GET");
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      assertThat(abort.trouble()).isNotEqualTo(Trouble.ENDS_EARLY);
    }
  }

  /** What nobody holds is collected some time; what somebody holds for good never is. */
  private void assertCollected() {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(servlet.responses)
                  .as("responses that somebody holds")
                  .noneMatch(AbortsServlet.Handed::isHeld);
            });
  }

  /** The threads other than this one that are within our code. */
  private static List<Thread> threadsWithin() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> each.getKey() != Thread.currentThread())
        .filter(
            each ->
                List.of(each.getValue()).stream()
                    .anyMatch(
                        frame ->
                            frame.getClassName().startsWith("io.larder.")
                                && !frame.getClassName().contains("AbortsContract")))
        .map(Map.Entry::getKey)
        .toList();
  }
}

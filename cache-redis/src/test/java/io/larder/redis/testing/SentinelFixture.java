package io.larder.redis.testing;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The primary, replica and three sentinels that a JVM's tests share: processes of {@code
 * redis-server} of the PATH, else of the binary in embedded-redis.
 *
 * <p>Tests share them, so each class keeps to a {@link RedisFixture#namespace()} of its own and
 * none may flush or break them; what has to takes {@link #start(SentinelOptions)}. {@code
 * LARDER_TEST_REDIS_SOURCE} chooses the binary, {@code LARDER_TEST_REDIS} changes nothing.
 *
 * <p>Thread-safe.
 */
public final class SentinelFixture {
  private static final OpenedOnce<SentinelFixture> SHARED = new OpenedOnce<>(SentinelFixture::open);

  // A busy machine is no reason for a failover that no test expects.
  private static final Duration DOWN_AFTER = Duration.ofSeconds(15);

  private final PrivateSentinel all;

  private SentinelFixture(PrivateSentinel all) {
    this.all = all;
  }

  /**
   * The shared ones of this JVM, started on the first call, which blocks until all answer, and
   * ended when the JVM ends.
   *
   * @throws IllegalStateException if this machine has no Redis
   */
  public static SentinelFixture shared() {
    return SHARED.get();
  }

  /** Sentinels and servers of the caller's own with {@link SentinelOptions#defaults()}. */
  public static PrivateSentinel start() {
    return start(SentinelOptions.defaults());
  }

  /**
   * Sentinels and servers of the caller's own, never the shared ones. Blocks until all answer and
   * know each other.
   *
   * @throws IllegalStateException if no binary of this machine starts with these options, with each
   *     one's reason
   */
  public static PrivateSentinel start(SentinelOptions options) {
    return PrivateSentinel.start(options);
  }

  private static SentinelFixture open() {
    Map<String, String> environment = System.getenv();
    SentinelOptions options = SentinelOptions.defaults().withDownAfter(DOWN_AFTER);
    PrivateSentinel all = PrivateSentinel.start(options, SharedServerSources.binaries(environment));
    String where = all.hostsAndPorts() + " (" + all.origin() + ")";
    System.out.println("Redis Sentinel for the tests: " + where);
    return new SentinelFixture(all);
  }

  /** Where clients ask for the primary: the sentinels as {@code host:port,host:port,host:port}. */
  public String hostsAndPorts() {
    return all.hostsAndPorts();
  }

  /** What the sentinels call what they watch. */
  public String masterName() {
    return all.masterName();
  }

  /** Runs one command at the primary. */
  public @Nullable Object commandAtPrimary(String... command) {
    return all.commandAtPrimary(command);
  }

  /** The version of its servers and where their binary comes from. */
  public String origin() {
    return all.origin();
  }
}

package io.larder.chaos;

import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisNode.Kept;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The faults that every {@link Site} can have. */
final class Faults {

  private static final Duration SLOW = Duration.ofMillis(500);

  /** Twenty values of 10 KB, of somebody else. */
  private static final String JUNK =
      "for i = 1, 20 do redis.call('SET', '"
          + Site.JUNK
          + "' .. ARGV[1] .. ':' .. i,"
          + " string.rep('x', 10000), 'EX', 60) end";

  private static final String USED =
      "return string.match(redis.call('INFO', 'memory'), 'used_memory:(%d+)')";

  private final Site site;
  private final Fleet fleet;
  private volatile Pace pace;

  Faults(Site site, Fleet fleet) {
    this.site = site;
    this.fleet = fleet;
  }

  /** Those of the slice in every build. */
  List<Fault> ofTheSlice() {
    return List.of(killed(), suspended().lasts(2500), slow().lasts(2000), resets().lasts(2000));
  }

  /** All that the site can have. */
  List<Fault> all() {
    List<Fault> all =
        new ArrayList<>(
            List.of(
                killed(),
                killedAndOld(),
                suspended(),
                applicationSuspended(),
                slow(),
                resets(),
                held(),
                flushed(),
                full(),
                passwordRotated()));
    all.addAll(site.ownFaults());
    return all;
  }

  private Fault killed() {
    return Fault.named("kill -9, restarted empty")
        .begins(site::kill)
        .lasts(site.unnoticedMillis())
        .ends(() -> site.restart(Kept.NOTHING));
  }

  private Fault killedAndOld() {
    return Fault.named("kill -9, restarted from an old snapshot")
        .prepares(() -> site.command("SAVE"))
        .begins(site::kill)
        .lasts(site.unnoticedMillis())
        .ends(() -> site.restart(Kept.FILES));
  }

  private Fault suspended() {
    return Fault.named("SIGSTOP of Redis").begins(site::pause).lasts(10_000).ends(site::resume);
  }

  private Fault applicationSuspended() {
    int node = fleet.size() - 1;
    return Fault.named("SIGSTOP of an application")
        .begins(() -> fleet.application(node).pause())
        .lasts(5000)
        .ends(() -> fleet.application(node).resume())
        .suspends(node);
  }

  private Fault slow() {
    return Fault.named("latency 500 ms")
        .begins(() -> site.proxies().forEach(it -> it.answers(ProxyFlow.delayed(SLOW))))
        .lasts(5000)
        .ends(() -> site.proxies().forEach(ChaosProxy::heal));
  }

  private Fault resets() {
    return Fault.named("connections reset, five times a second")
        .begins(
            () ->
                pace =
                    Pace.start("chaos-resets", 5, due -> site.proxies().forEach(ChaosProxy::reset)))
        .lasts(5000)
        .ends(() -> pace.close());
  }

  private Fault held() {
    return Fault.named("half-open connections")
        .begins(() -> site.proxies().forEach(ChaosProxy::hold))
        .lasts(5000)
        .ends(() -> site.proxies().forEach(ChaosProxy::heal));
  }

  private Fault flushed() {
    return Fault.named("FLUSHALL").begins(() -> site.commandAtPrimaries("FLUSHALL")).lasts(3000);
  }

  private Fault full() {
    return Fault.named("eviction, allkeys-lru")
        .begins(
            () -> {
              // What it keeps for replicas would grow, and leave nothing that can be evicted.
              site.commandAtAll("CONFIG", "SET", "repl-backlog-size", "16kb");
              long used = Long.parseLong("" + site.command("EVAL", USED, "0"));
              site.commandAtAll("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
              site.commandAtAll("CONFIG", "SET", "maxmemory", "" + (used + 1_000_000));
              pace = Pace.start("chaos-junk", 10, due -> site.command("EVAL", JUNK, "0", "" + due));
            })
        .lasts(5000)
        .ends(
            () -> {
              pace.close();
              site.commandAtAll("CONFIG", "SET", "maxmemory", "0");
              site.commandAtAll("CONFIG", "SET", "repl-backlog-size", "1mb");
            });
  }

  /**
   * The password is another one, and connections with the old one are ended: the applications have
   * to ask for it and to recover by themselves. The first one is put back later, since a server
   * that restarts has it.
   */
  private Fault passwordRotated() {
    return Fault.named("password rotated")
        .begins(() -> rotatePassword(1))
        .lasts(4000)
        .healsItself()
        .undone(() -> rotatePassword(0));
  }

  private void rotatePassword(long number) {
    String rule = ">" + Site.password(number);
    site.commandAtAll("ACL", "SETUSER", Site.USER, "resetpass", rule);
    fleet.password(number);
    site.commandAtAll("CLIENT", "KILL", "USER", Site.USER);
  }
}

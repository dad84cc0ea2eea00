package io.larder.benchmarks.soak;

import io.larder.benchmarks.soak.Hot.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Ordinary load, with and without hostile load beside it, on a server with a small heap: whether it
 * bears it, and what the ordinary clients notice of it. Three JVMs: the server, the hostile
 * clients, and this one with the ordinary clients. The hostile ones run with the lowest priority:
 * what they do to the server counts, not what it costs to do it.
 */
public final class Soak {

  private static final String USAGE =
      """
      usage: benchmarks/soak.sh [MINUTES] [ATTACKS] [elsewhere]

      Asks a server with -Xmx256m and a store of 64 MB as ordinary clients do, 400 hits and 40
      misses a second; for half of the time (10 minutes unless said otherwise) so many attacks a
      second (50) are made beside it, in 10 slices by turns. Exit code 1 if an answer was wrong,
      memory ran out, or threads, heap or requests were left over. With 'elsewhere' the attacks are
      made on another such server beside it: what the ordinary clients notice of that is the
      machine's, and not the server's.
      """;

  private static final String STORE = "memory:?maxBytes=64MB";
  private static final int HITS = 400;
  private static final int MISSES = 40;
  private static final int SLICES = 10;
  private static final int WARMUP_SECONDS = 15;
  private static final int REST_SECONDS = 5;
  private static final int QUIET_SECONDS = 30;
  private static final int WARM_THREADS = 10;
  private static final Duration IN_TIME = Duration.ofMillis(50);

  private final long sliceNanos;
  private final Child server;
  private final Child hostile;
  private final Ordinary ordinary;
  private final SoakTable table = new SoakTable();

  private Soak(double minutes, Child server, Child hostile, Ordinary ordinary) {
    this.sliceNanos = (long) (minutes * TimeUnit.MINUTES.toNanos(1) / SLICES);
    this.server = server;
    this.hostile = hostile;
    this.ordinary = ordinary;
  }

  /** Runs it and prints what came of it. */
  public static void main(String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    double minutes = args.length > 0 ? Double.parseDouble(args[0]) : 10;
    String attacks = args.length > 1 ? args[1] : "50";
    boolean elsewhere = args.length > 2 && args[2].equals("elsewhere");
    List<String> heap = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    List<String> wrong = new ArrayList<>();
    try (Child server = Child.start(SoakServer.class, heap, STORE);
        Child other = Child.start(SoakServer.class, heap, STORE)) {
      String port = server.say("port").getOrDefault("port", "");
      String target = elsewhere ? other.say("port").getOrDefault("port", "") : port;
      try (Child hostile = Child.startNice(Hostile.class, List.of("-Xmx128m"), target, attacks);
          Ordinary ordinary = new Ordinary(Integer.parseInt(port), HITS, MISSES)) {
        wrong.addAll(new Soak(minutes, server, hostile, ordinary).run());
      }
    } catch (IllegalStateException e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    wrong.forEach(each -> System.out.println("WRONG: " + each));
    System.exit(wrong.isEmpty() ? 0 : 1);
  }

  private List<String> run() {
    Gauged idle = Gauged.of(server.say("report"));
    hostile.say("on");
    rest(WARMUP_SECONDS);
    hostile.say("off");
    Gauged warm = quiet(now -> now.atWork() == 0 && now.threads() <= idle.threads() + WARM_THREADS);
    server.say("stats");
    for (int i = 0; i < SLICES; i++) {
      boolean attacked = i % 4 == 1 || i % 4 == 2;
      Slice slice = new Slice();
      catchUp();
      if (attacked) {
        hostile.say("on");
      }
      rest(2);
      ordinary.slice(slice);
      restNanos(sliceNanos);
      ordinary.slice(null);
      Map<String, String> attacks = attacked ? hostile.say("off") : Map.of();
      table.add(attacked, slice, attacks, server.say("stats"));
      rest(attacked ? REST_SECONDS : 0);
    }
    Gauged end = quiet(now -> now.atWork() == 0 && now.threads() <= warm.mostThreads());
    ordinary.askAll();
    Map<String, String> attacks = hostile.say("off");
    Map<String, String> caches = server.say("caches");
    server.say("clear");
    Gauged cleared = Gauged.of(server.say("report"));
    table.print(idle, warm, end, cleared, attacks);
    caches.forEach((rule, stats) -> System.err.println(rule + " " + stats));
    List<String> wrong = new ArrayList<>(ordinary.failures());
    attacks.keySet().stream().filter(each -> each.startsWith("violation")).forEach(wrong::add);
    wrong.addAll(end.leftOver(idle, warm));
    wrong.addAll(cleared.leftAfterClear(idle));
    if (table.latencies(false).of(Kind.HIT).count() == 0) {
      wrong.add("nothing was measured");
    }
    return wrong;
  }

  /**
   * Waits until the server is as it is to be, for a while, and asks how it is then. What is at work
   * is that of the wait: the ordinary clients go on, so at any later moment it may be one of
   * theirs.
   */
  private Gauged quiet(Predicate<Gauged> enough) {
    rest(REST_SECONDS);
    Map<String, String> work = server.say("work");
    for (int i = 0; i < QUIET_SECONDS * 5 && !enough.test(Gauged.of(work)); i++) {
      restNanos(TimeUnit.MILLISECONDS.toNanos(200));
      work = server.say("work");
    }
    Map<String, String> all = new TreeMap<>(server.say("report"));
    all.putAll(work);
    return Gauged.of(all);
  }

  /** What was left undone in one slice does not count as late in the next. */
  private void catchUp() {
    for (int i = 0; i < QUIET_SECONDS && ordinary.late().compareTo(IN_TIME) > 0; i++) {
      rest(1);
    }
  }

  private static void rest(int seconds) {
    restNanos(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static void restNanos(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}

package io.larder.benchmarks.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The JVM of one contender: it is told {@code run}, and answers how many operations it did in how
 * many nanoseconds; {@code verify}, and ends if a value is not what it has to be; {@code heap}, and
 * answers how much lies there after a collection.
 */
public final class Contestant {

  private static final Logger ROOT = Logger.getLogger("");

  private static final Map<String, Contender.Factory> FACTORIES = new TreeMap<>();

  static {
    FACTORIES.put("plain", PlainMap::new);
    FACTORIES.put("memory", LarderHits::memory);
    FACTORIES.put("tiered", LarderHits::tiered);
    FACTORIES.put("redis", LarderHits::redis);
    FACTORIES.put("jedis", JedisHits::new);
    FACTORIES.put("jedisMarks", JedisMarks::new);
    FACTORIES.put("redissonMap", setting -> new RedissonNearHits(setting, Redissons::map));
    FACTORIES.put("redissonFastMap", setting -> new RedissonNearHits(setting, Redissons::fastMap));
    FACTORIES.put("redisson", RedissonHits::new);
    FACTORIES.put("jetcacheBoth", setting -> new JetCacheHits(setting, JetCaches::both));
    FACTORIES.put("jetcache", setting -> new JetCacheHits(setting, JetCaches::remote));
    FACTORIES.put("redisFill", setting -> Fills.larder(setting, ""));
    FACTORIES.put("tieredFill", setting -> Fills.larder(setting, "tiered+"));
    FACTORIES.put("jedisFill", Fills::jedis);
    FACTORIES.put("redissonMapFill", Fills::redissonMap);
    FACTORIES.put("redissonFill", Fills::redissonBucket);
    FACTORIES.put("jetcacheBothFill", setting -> Fills.jetcache(setting, JetCaches::both));
    FACTORIES.put("jetcacheFill", setting -> Fills.jetcache(setting, JetCaches::remote));
  }

  private Contestant() {}

  /**
   * Takes the contender's name, the server's URI, the bytes of a value, how many keys, how many
   * threads, and how many operations are done between two looks at the clock.
   */
  public static void main(String[] args) {
    ROOT.setLevel(Level.SEVERE);
    int status = 0;
    try {
      serve(args);
    } catch (Exception e) {
      e.printStackTrace();
      status = 1;
    }
    System.exit(status); // whatever threads a client has left
  }

  private static void serve(String[] args) throws Exception {
    Contender.Factory factory = FACTORIES.get(args[0]);
    if (factory == null) {
      throw new IllegalArgumentException(args[0] + " is none of " + FACTORIES.keySet());
    }
    Setting setting =
        new Setting(URI.create(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    int threads = Integer.parseInt(args[4]);
    int batch = Integer.parseInt(args[5]);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Contender contender = factory.open(setting);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      contender.verify();
      System.gc(); // so that everybody's values lie together, as they do after a while
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("heap")) {
          System.out.println("bytes=" + heap());
        } else if (line.equals("verify")) {
          contender.verify();
        } else {
          long millis = Long.parseLong(line.substring(line.indexOf(' ') + 1));
          sample(contender, pool, threads, batch, millis);
        }
        System.out.println();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void sample(
      Contender contender, ExecutorService pool, int threads, int batch, long millis)
      throws InterruptedException, ExecutionException {
    long cpu = cpu();
    long start = System.nanoTime();
    long until = start + millis * 1_000_000;
    List<Future<Long>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int from = 7 * i;
      running.add(pool.submit(() -> loop(contender, from, batch, until)));
    }
    long operations = 0;
    for (Future<Long> each : running) {
      operations += each.get();
    }
    System.out.println("nanos=" + (System.nanoTime() - start));
    System.out.println("operations=" + operations);
    System.out.println("cpu=" + (cpu() - cpu));
  }

  private static long loop(Contender contender, int from, int batch, long until) {
    long operations = 0;
    int at = from;
    do {
      contender.run(at, batch);
      at = (at + batch) & 0xFFFFFF;
      operations += batch;
    } while (System.nanoTime() - until < 0);
    return operations;
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}

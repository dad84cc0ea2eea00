package io.larder.benchmarks.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the server logs: read for errors of the JVM, which a container catches and logs, and for
 * warnings of the cache. The rest is about handlers that fail as they are to, and is dropped.
 */
final class ServerLog extends Handler {

  private static final int MOST_WARNINGS = 20;
  private static final Logger ROOT = Logger.getLogger("");
  private static final AtomicLong ERRORS = new AtomicLong();
  private static final ConcurrentMap<String, AtomicLong> WARNINGS = new ConcurrentHashMap<>();

  private ServerLog() {}

  /** Listens from now on, in place of the console. */
  static void listen() {
    for (Handler each : ROOT.getHandlers()) {
      ROOT.removeHandler(each);
    }
    ROOT.setLevel(Level.WARNING);
    ROOT.addHandler(new ServerLog());
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> look(e, thread.getName()));
  }

  /** Returns how many errors of the JVM there were, and the cache's warnings. */
  static Map<String, ?> report() {
    Map<String, Object> report = new TreeMap<>();
    report.put("errors", ERRORS.get());
    WARNINGS.forEach((text, times) -> report.put("warning " + text.replace('=', ' '), times));
    return report;
  }

  private static void look(Throwable thrown, String where) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof Error) {
        ERRORS.incrementAndGet();
        warn(where + ": " + each);
        return;
      }
    }
  }

  private static void warn(String text) {
    String line = text.lines().findFirst().orElse("");
    if (WARNINGS.size() < MOST_WARNINGS || WARNINGS.containsKey(line)) {
      WARNINGS.computeIfAbsent(line, unused -> new AtomicLong()).incrementAndGet();
    }
  }

  @Override
  public void publish(LogRecord entry) {
    look(entry.getThrown(), String.valueOf(entry.getLoggerName()));
    if (String.valueOf(entry.getLoggerName()).startsWith("io.larder")) {
      warn(entry.getLoggerName() + ": " + entry.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

package example;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says which threads are there that were not there before. */
final class Threads {

  private Threads() {}

  /** Prints {@code threads left: 0}, or waits up to five seconds for those that are ending. */
  static void reportSince(Set<Thread> before) throws InterruptedException {
    long end = System.nanoTime() + 5_000_000_000L;
    for (Thread thread : since(before)) {
      thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    List<Thread> left = since(before);
    TreeSet<String> names = new TreeSet<>();
    left.forEach(thread -> names.add(thread.getName()));
    System.out.println("threads left: " + left.size() + (names.isEmpty() ? "" : " " + names));
  }

  private static List<Thread> since(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        // the JVM's own: they come when they are needed and stay
        .filter(thread -> thread.getThreadGroup() != null)
        .filter(thread -> !"system".equals(thread.getThreadGroup().getName()))
        .filter(thread -> thread != Thread.currentThread())
        .toList();
  }
}

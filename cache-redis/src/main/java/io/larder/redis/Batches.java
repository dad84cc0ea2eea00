package io.larder.redis;

import io.larder.cache.Answer;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.tiered.Change;
import io.larder.redis.BatchWrites.Claiming;
import io.larder.redis.BatchWrites.Writing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups, claims, fills and puts of many keys: in one round trip for each 512 keys or megabyte,
 * so that none needs long. Each of these has the time of one operation. Thread-safe.
 */
final class Batches {

  /** Keys of one round trip at most. */
  static final int MOST_KEYS = 512;

  /** Bytes to be written in one round trip at most, but for what is bigger alone. */
  static final int MOST_BYTES = 1 << 20;

  private final RedisLink link;
  private final BatchWrites writes;

  /** What is stored beside the callers; {@code null}: nothing is. */
  private final @Nullable Fills fills;

  Batches(RedisLink link, BatchWrites writes, @Nullable Fills fills) {
    this.link = link;
    this.writes = writes;
    this.fills = fills;
  }

  /**
   * Looks keys up.
   *
   * @param name under which one lies
   * @param question looks some up, maybe again
   * @param failed takes in why one could not be
   */
  <T> void find(
      List<T> all,
      Function<T, byte[]> name,
      Consumer<List<T>> question,
      BiConsumer<T, String> failed) {
    for (List<T> some : parts(all, each -> 0)) {
      boolean unused = ask(some, name, each -> false, question, failed);
    }
  }

  /** Claims keys. */
  void claim(List<Claiming> all) {
    for (List<Claiming> some : parts(all, each -> 0)) {
      if (!ask(some, each -> each.name, each -> false, open -> writes.claim(open, link::odd))) {
        // What was told before it failed is not to be trusted.
        some.forEach(each -> each.claim = Claim.refused(each.key));
      }
    }
  }

  /** Gives claims up. */
  void abandon(List<Claiming> all) {
    for (List<Claiming> some : parts(all, each -> 0)) {
      boolean unused =
          ask(some, each -> each.name, each -> false, open -> writes.abandon(open, link::odd));
    }
  }

  /** Stores what loads produced; of what is stored beside the caller it is assumed. */
  void fill(List<Writing> all) {
    for (List<Writing> some : parts(all, each -> each.envelope.length)) {
      if (fills == null) {
        fillNow(some);
        continue;
      }
      int bytes = some.stream().mapToInt(each -> each.envelope.length).sum();
      boolean taken = fills.offer(some.size(), bytes, () -> fillNow(copies(some)));
      some.forEach(each -> each.result = taken ? FillResult.STORED : FillResult.UNAVAILABLE);
    }
  }

  /** The caller reads what has become of its own, and another thread writes that. */
  private static List<Writing> copies(List<Writing> some) {
    return some.stream()
        .map(it -> new Writing(it.name, it.claim, it.envelope, it.terms, it.leased))
        .toList();
  }

  private void fillNow(List<Writing> some) {
    boolean asked =
        ask(
            some,
            each -> each.name,
            each -> each.result != FillResult.UNAVAILABLE,
            open -> writes.fill(open, link::odd));
    if (!asked) {
      some.forEach(each -> each.result = FillResult.UNAVAILABLE); // as above
    }
  }

  /**
   * Puts values, each of which lies where it can be asked for.
   *
   * @param change what a key is, for those who listen
   */
  Answer put(List<Writing> all, Function<String, Change> change) {
    Answer answer = Answer.APPLIED;
    for (List<Writing> some : parts(all, each -> each.envelope.length)) {
      Invalidation evict =
          Invalidation.evict(
              some.stream().map(each -> each.name).toList(),
              some.stream().map(each -> change.apply(each.claim.key())).toList());
      answer = answer.and(link.apply(() -> writes.put(some, evict), evict));
    }
    return answer;
  }

  private <T> boolean ask(
      List<T> all, Function<T, byte[]> name, Predicate<T> done, Consumer<List<T>> question) {
    return ask(all, name, done, question, (each, reason) -> {});
  }

  /**
   * Asks about all that can be reached; and if a part of a cluster turns out not to be, once more
   * about the others, unless it took long to find out.
   *
   * @param done whether one needs not be asked again
   * @param failed is told of each that was asked about, and why that came to nothing
   * @return false if none of them could be asked in the end
   */
  private <T> boolean ask(
      List<T> all,
      Function<T, byte[]> name,
      Predicate<T> done,
      Consumer<List<T>> question,
      BiConsumer<T, String> failed) {
    return link.inOneTime(
        () -> {
          long began = System.nanoTime();
          List<T> open = reachable(all, name);
          if (open.isEmpty() || askOnce(open, name, question, failed)) {
            return true;
          }
          List<T> left = reachable(open, name);
          if (left.size() == open.size() || System.nanoTime() - began > link.slowNanos()) {
            return false;
          }
          List<T> again = left.stream().filter(done.negate()).toList();
          return again.isEmpty() || askOnce(again, name, question, failed);
        });
  }

  private <T> boolean askOnce(
      List<T> open,
      Function<T, byte[]> name,
      Consumer<List<T>> question,
      BiConsumer<T, String> failed) {
    return link.ask(
        open.stream().map(name).toList(),
        () -> {
          question.accept(open);
          return true;
        },
        reason -> {
          open.forEach(each -> failed.accept(each, reason));
          return false;
        });
  }

  private <T> List<T> reachable(List<T> all, Function<T, byte[]> name) {
    return all.stream().filter(each -> link.isReachable(name.apply(each))).toList();
  }

  /** Returns the parts of which each takes one round trip, in their order. */
  static <T> List<List<T>> parts(List<T> all, ToIntFunction<T> size) {
    List<List<T>> parts = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      int more = size.applyAsInt(all.get(i));
      if (i > from && (i - from == MOST_KEYS || bytes + more > MOST_BYTES)) {
        parts.add(all.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += more;
    }
    if (from < all.size()) {
      parts.add(all.subList(from, all.size()));
    }
    return parts;
  }
}

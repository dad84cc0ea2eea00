package io.larder.redis;

import io.larder.redis.Trouble.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Those who know which server is the primary. Each that is asked has its share of the time that is
 * left, so that one which hangs leaves some to the others. Thread-safe.
 */
final class Sentinels implements AutoCloseable {

  private static final Trouble NO_SENTINEL =
      new Trouble(Kind.SENTINELS, "what answers is no sentinel");

  private final String name;
  private final List<Node> sentinels;
  private final Duration deadline;

  /** Whom to ask first: who answered last. */
  private final AtomicInteger first = new AtomicInteger();

  Sentinels(Place.Sentinels place, RedisOptions options, Sockets sockets) {
    this.name = place.primary();
    this.deadline = options.timeouts().deadline();
    ConnectionConfig config = ConnectionConfig.ofSentinel(options, place.login());
    this.sentinels =
        place.addresses().stream()
            .map(
                address ->
                    new Node(address, sockets, config, options, Succession.ofAnybody(), Pace.ANY))
            .toList();
  }

  /**
   * Returns where the primary is, as the first says who knows it.
   *
   * @throws NoPrimary if none does
   */
  Address primary() {
    return Deadline.of(deadline).within(this::firstAnswer);
  }

  /** Has another one asked first from now on: what the last one said was of no use. */
  void doubt() {
    first.updateAndGet(at -> (at + 1) % sentinels.size());
  }

  /**
   * Returns where the primary is, as most of those say who answer; {@code otherwise} if none does,
   * or as many say the one as the other.
   */
  Address vote(Address otherwise) {
    return Deadline.of(deadline).within(() -> mostNamed(otherwise));
  }

  private Address firstAnswer() {
    int begin = first.get();
    NoPrimary worst = null;
    for (int i = 0; i < sentinels.size(); i++) {
      int at = (begin + i) % sentinels.size();
      try {
        Address address = ask(sentinels.get(at), sentinels.size() - i);
        first.set(at);
        return address;
      } catch (NoPrimary e) {
        worst = worst == null || weight(e) > weight(worst) ? e : worst;
      }
    }
    throw worst == null ? new NoPrimary(new Trouble(Kind.SENTINELS, "there is none"), null) : worst;
  }

  /** Who knows something says more than who is silent. */
  private static int weight(NoPrimary e) {
    return switch (e.trouble().kind()) {
      case NO_PRIMARY -> 2;
      case SENTINEL_ACCESS -> 1;
      default -> 0;
    };
  }

  private Address mostNamed(Address otherwise) {
    Map<Address, Integer> votes = new HashMap<>();
    for (int i = 0; i < sentinels.size(); i++) {
      try {
        votes.merge(ask(sentinels.get(i), sentinels.size() - i), 1, Integer::sum);
      } catch (NoPrimary e) {
        // It has no vote.
      }
    }
    Address most = otherwise;
    int its = votes.getOrDefault(otherwise, 0);
    for (Map.Entry<Address, Integer> each : votes.entrySet()) {
      if (each.getValue() > its) {
        most = each.getKey();
        its = each.getValue();
      }
    }
    return most;
  }

  /**
   * Asks one.
   *
   * @param left how many there are to ask, this one included
   */
  private Address ask(Node sentinel, int left) {
    long nanos = Math.max(1, Deadline.left(System.nanoTime()) / left);
    return Deadline.of(Duration.ofNanos(nanos)).within(() -> ask(sentinel));
  }

  private Address ask(Node sentinel) {
    Question<@Nullable List<String>> question = Commands.primaryOf(name);
    try {
      try {
        sentinel.ask(List.of(question));
      } catch (JedisConnectionException e) {
        if (!Trouble.isOfOneConnection(e)) {
          throw e;
        }
        sentinel.forgetIdle();
        sentinel.ask(List.of(question));
      }
      List<String> address = question.answer();
      if (address == null) {
        throw new NoPrimary(new Trouble(Kind.NO_PRIMARY, "they know no '" + name + "'"), null);
      }
      if (address.size() != 2 || !address.get(1).matches("[0-9]{1,5}")) {
        throw new NoPrimary(NO_SENTINEL, null);
      }
      return new Address(address.get(0), Integer.parseInt(address.get(1)));
    } catch (NoPrimary e) {
      throw e;
    } catch (JedisException e) {
      Trouble trouble = Trouble.of(e);
      if (trouble.kind() == Kind.INTERRUPTED) {
        throw e;
      }
      throw new NoPrimary(ofSentinel(trouble), e);
    }
  }

  private static Trouble ofSentinel(Trouble trouble) {
    return switch (trouble.kind()) {
      case ACCESS -> new Trouble(Kind.SENTINEL_ACCESS, trouble.phrase());
      case OLD, ODD -> NO_SENTINEL;
      default -> new Trouble(Kind.SENTINELS, trouble.phrase());
    };
  }

  @Override
  public void close() {
    sentinels.forEach(Node::close);
  }
}

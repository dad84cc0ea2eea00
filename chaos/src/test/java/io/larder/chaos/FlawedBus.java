package io.larder.chaos;

import io.larder.cache.Ticker;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.tiered.Bus;
import io.larder.cache.tiered.Change;
import io.larder.cache.tiered.TieredBackend;
import io.larder.redis.RedisBuses;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bus which has at each moment the flaw that it is told to have, so that a rule of the copies
 * behind it is off: they are told that they have missed nothing, or that they are never too old.
 */
final class FlawedBus implements Bus {

  /** For how long copies over such a bus count. */
  static final Duration BOUND = Duration.ofMillis(500);

  /** As many heartbeats within the bound as there are without a flaw. */
  private static final int BEATS = 4;

  private static final double LIES_A_SECOND = 20;
  private static final long MAX_BYTES = 64L << 20;

  private final Bus sound;
  private final Ticker ticker;
  private final Supplier<Flaw> flaw;
  private @Nullable Pace lies;

  private FlawedBus(Bus sound, Ticker ticker, Supplier<Flaw> flaw) {
    this.sound = sound;
    this.ticker = ticker;
    this.flaw = flaw;
  }

  /** Returns what opens copies over a store on Redis, with such a bus between them. */
  static Function<BackendContext, Backend> withCopies(
      Function<BackendContext, Backend> redis, Supplier<Flaw> flaw) {
    return context -> {
      Backend far = redis.apply(context);
      Bus bus = RedisBuses.of(far, BOUND.dividedBy(BEATS));
      Bus flawed = new FlawedBus(bus, context.ticker(), flaw);
      return new TieredBackend(far, flawed, context, MAX_BYTES, BOUND);
    };
  }

  @Override
  public void listen(Receiver receiver) {
    Misled misled = new Misled(receiver);
    lies = Pace.start("chaos-lies", LIES_A_SECOND, due -> misled.lie());
    sound.listen(misled);
  }

  @Override
  public void close() {
    sound.close();
    if (lies != null) {
      lies.close();
    }
  }

  private boolean has(Flaw... any) {
    return List.of(any).contains(flaw.get());
  }

  /** A receiver that is not told all. */
  private final class Misled implements Receiver {

    private final Receiver receiver;

    /** Whether it believes that it is connected. */
    private volatile boolean joined;

    /** The highest value that it was told of. */
    private volatile long told;

    Misled(Receiver receiver) {
      this.receiver = receiver;
    }

    private boolean isDeaf() {
      return has(Flaw.GAPS_UNSEEN, Flaw.COPIES_NEVER_END);
    }

    @Override
    public void connected(long clock) {
      if (!joined || !has(Flaw.COPIES_NEVER_END)) {
        receiver.connected(clock);
        told = clock;
        joined = true;
      }
    }

    @Override
    public void announced(long clock, List<Change> changes) {
      if (!isDeaf()) {
        receiver.announced(clock, changes);
        told = clock;
      }
    }

    @Override
    public void heartbeat(long sentAt, long clock) {
      receiver.heartbeat(sentAt, isDeaf() ? Math.min(clock, told) : clock);
    }

    /** Tells of a heartbeat that there was not. */
    void lie() {
      if (joined && has(Flaw.BOUND_IGNORED, Flaw.COPIES_NEVER_END)) {
        receiver.heartbeat(ticker.read(), told);
      }
    }

    @Override
    public void lost() {
      if (!has(Flaw.COPIES_NEVER_END)) {
        joined = false;
        receiver.lost();
      }
    }

    @Override
    public boolean isBehind() {
      return receiver.isBehind();
    }
  }
}

package io.larder.chaos;

import io.larder.chaos.Sample.Lane;
import java.util.SplittableRandom;

/**
 * Requests at a fixed rate, however long the answers take (an open loop), as many to the
 * application without a cache, and endings of what is cached meanwhile, each by one of the others.
 * Thread-safe.
 */
final class Load implements AutoCloseable {

  private static final int NOBODY = -1;

  /** Somebody asks an application that is suspended now and then, if only to see whether it is. */
  private static final int SELDOM = 25;

  private final Fleet fleet;
  private final SplittableRandom requests = new SplittableRandom(1);
  private final SplittableRandom endings = new SplittableRandom(2);
  private final SplittableRandom controls = new SplittableRandom(3);
  private final Pace asking;
  private final Pace controlling;
  private final Pace ending;
  private long asked;
  private int again = NOBODY;
  private volatile int suspended = NOBODY;

  private Load(Fleet fleet, double requestsPerSecond, double endingsPerSecond) {
    this.fleet = fleet;
    this.asking = Pace.start("chaos-requests", requestsPerSecond, this::ask);
    this.controlling =
        Pace.start(
            "chaos-control", requestsPerSecond, due -> fleet.askControl(Items.any(controls), due));
    this.ending = Pace.start("chaos-endings", endingsPerSecond, due -> end());
  }

  /** Starts it, for as long as it is not closed. */
  static Load start(Fleet fleet, double requestsPerSecond, double endingsPerSecond) {
    return new Load(fleet, requestsPerSecond, endingsPerSecond);
  }

  /** Has others do the work of a node which is about to be suspended. */
  void spare(int node) {
    suspended = node;
  }

  /** Has all nodes work again. */
  void spareNobody() {
    suspended = NOBODY;
  }

  private void ask(long due) {
    asked++;
    int item = Items.any(requests);
    int node = (int) (asked % fleet.size());
    int spared = suspended;
    if (node == spared && asked % SELDOM == 0) {
      fleet.ask(node, Lane.SUSPENDED, item, due);
    } else {
      fleet.ask(another(node, spared), Lane.CACHED, item, due);
    }
  }

  private int another(int node, int spared) {
    return node == spared ? (node + 1) % fleet.size() : node;
  }

  /** Every now and then the same item twice within a load, by two nodes. */
  private void end() {
    int item = again == NOBODY ? Items.any(endings) : again;
    again = again == NOBODY && endings.nextInt(3) == 0 ? item : NOBODY;
    int node = another(endings.nextInt(fleet.size()), suspended);
    fleet.end(node, Ending.any(Items.kind(item), endings), item);
  }

  @Override
  public void close() {
    asking.close();
    controlling.close();
    ending.close();
  }
}

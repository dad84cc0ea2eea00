package io.larder.chaos;

import java.util.function.Supplier;

/** The ways in which Redis is run. */
enum Topology {
  ONE_SERVER(OneServer::new),
  SENTINELS(Sentinels::new),
  CLUSTER(Cluster::new);

  private final Supplier<Site> start;

  Topology(Supplier<Site> start) {
    this.start = start;
  }

  Site start() {
    return start.get();
  }
}

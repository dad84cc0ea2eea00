package io.larder.redis.model;

import java.util.function.Consumer;

/** What a thread keeps of a question to the server until it takes the answer. */
final class Asked {

  private final Node node;

  /** What the node had seen of the clock before the question was sent. */
  final Cell before;

  final Cell epoch;

  /** The clock in the answer. */
  final Cell clock;

  /** The as-of below which the marks in the answer let nothing be served. */
  final Cell least;

  private final Cell run;

  Asked(Node node, Actor actor) {
    this.node = node;
    before = actor.local("had seen", Server.MOST_CLOCK);
    epoch = actor.local("epoch", Node.MOST_EPOCHS);
    run = actor.local("run id", node.server.metaRun.most());
    clock = actor.local("clock", Server.MOST_CLOCK);
    least = actor.local("least as-of", Server.MOST_CLOCK);
  }

  void send(State s) {
    s.copy(before, node.seen);
    s.copy(epoch, node.epoch);
    s.copy(run, node.server.metaRun);
  }

  /** The second command of a pipeline: if its connection has broken it begins again. */
  Consumer<State> orAgain(Actor actor, Consumer<State> command) {
    return s -> {
      if (node.world.isOneServer() && s.get(run) != s.get(node.server.metaRun)) {
        actor.restart(s);
      } else {
        s.clear(run);
        command.accept(s);
      }
    };
  }

  /** Reads the marks on the server, which restores a clock that is lost. */
  void readMarks(State s) {
    Server server = node.server;
    if (!s.is(server.clock)) {
      server.restore(s, s.get(node.seen));
    }
    s.copy(clock, server.clock);
    s.set(least, server.least(s));
  }
}

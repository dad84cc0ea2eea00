package io.larder.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies invalidations: entries are removed and softened first, then the clock moves. */
final class Applying {

  private final Nodes nodes;
  private final MetaClock clock;

  Applying(Nodes nodes, MetaClock clock) {
    this.nodes = nodes;
    this.clock = clock;
  }

  /** Returns whether the clock had to be restored. */
  boolean apply(Invalidation what) {
    for (byte[] entry : what.soften()) {
      byte[] markAndId = Ids.marked(Ids.next());
      Script.SOFTEN.run(nodes, entry, List.of(Envelope.BEGINNING, markAndId));
    }
    if (what.unlink().isEmpty()) {
      return clock.move(what);
    }
    List<Question<?>> questions = new ArrayList<>(what.unlink().size() + 1);
    what.unlink().forEach(entry -> questions.add(Commands.unlink(entry)));
    if (nodes.isCluster()) {
      // In one go the clock might move first, which is on another server.
      nodes.ask(questions);
      questions.forEach(Question::answer);
      return clock.move(what);
    }
    List<byte[]> arguments = clock.arguments(what);
    Question<@Nullable Object> moved = Script.MOVE.on(clock.key(), arguments);
    questions.add(moved);
    nodes.ask(questions);
    questions.subList(0, what.unlink().size()).forEach(Question::answer);
    return clock.moved(Script.MOVE.result(moved, nodes, arguments));
  }
}

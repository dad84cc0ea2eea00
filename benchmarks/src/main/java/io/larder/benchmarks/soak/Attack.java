package io.larder.benchmarks.soak;

import java.io.IOException;

/** One thing that a hostile client does, or an ordinary one of a careless application. */
@FunctionalInterface
interface Attack {

  /**
   * Does it.
   *
   * @throws IOException if the server ends the connection, as it may
   */
  void run(Attacker attacker) throws IOException;
}

package io.larder.chaos;

import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.RedisNode.Kept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Redis, of whichever topology, to which everything may be done. */
interface Site extends AutoCloseable {

  /** As whom the applications log in. */
  String USER = "app";

  /** What they log in with at first, and after each restart of a server. */
  String PASSWORD = password(0);

  /** The namespace of the applications. */
  String NAMESPACE = "chaos";

  /** The key of its clock and marks. */
  String META = "{" + NAMESPACE + "}:meta";

  /** The key that says which flaw {@link Scripts} have. */
  String FLAW = META + ":flaw";

  /** How the keys of somebody else begin, which lie where the clock does. */
  String JUNK = "{" + NAMESPACE + "}:junk:";

  /** Returns the password of that number. */
  static String password(long number) {
    return "password-" + number;
  }

  /** What it is, for people. */
  String name();

  /** Where the applications find it, without user and password. */
  String uri();

  /** Kills the server that has the clock. */
  void kill();

  /** Starts the server that was killed again, before anybody has taken its place. */
  void restart(Kept kept);

  /** Suspends the server that has the clock. */
  void pause();

  /** Lets it go on. */
  void resume();

  /** How long a server may be down without being replaced, in milliseconds. */
  int unnoticedMillis();

  /** Runs a command at the server that has the clock. */
  @Nullable Object command(String... command);

  /** Runs a command at each server that takes writes. */
  void commandAtPrimaries(String... command);

  /** Runs a command at each server. */
  void commandAtAll(String... command);

  /** What stands between the applications and each of its servers. */
  List<ChaosProxy> proxies();

  /** Waits until it is whole again, having restarted what is down. */
  void repair();

  /** The faults that only it can have. */
  List<Fault> ownFaults();

  @Override
  void close();
}

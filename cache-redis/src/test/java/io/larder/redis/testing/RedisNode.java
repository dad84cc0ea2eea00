package io.larder.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process of the fixture's, a server or a sentinel, which can be killed, suspended and
 * restarted.
 *
 * <p>It listens on a port of 127.0.0.1 that it keeps. Every method blocks until its effect on the
 * process has taken place; what others make of it is for those who know them to wait for. It ends
 * with what it was started by. Thread-safe.
 */
public final class RedisNode {
  private static final int PORTS_TRIED = 5;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int STEP_MILLIS = 10;

  /** What is left of its files when it is restarted. */
  public enum Kept {
    /** None: it is as it was when it started for the first time, and knows whom it knew then. */
    NOTHING,
    /** Who it is and whom it knows, but no data: an empty server, where it was. */
    PLACE,
    /**
     * All: a server loads the snapshot that {@code SAVE} has left, unless a replica has
     * synchronised since, whose own snapshot takes its place and goes.
     */
    FILES
  }

  /** What a node is called, whether it has a bus, and what it is started with after its file. */
  record Kind(String name, boolean bus, List<String> arguments) {}

  private final NodeGroup group;
  private final Kind kind;
  private final NodeGroup.Config config;
  private final NodeFiles files;
  private volatile int port;
  private @Nullable ServerProcess process;
  private boolean paused;
  private boolean closed;

  private RedisNode(
      NodeGroup group, Kind kind, NodeGroup.Config config, NodeFiles files, int port) {
    this.group = group;
    this.kind = kind;
    this.config = config;
    this.files = files;
    this.port = port;
  }

  static RedisNode create(NodeGroup group, Kind kind, NodeGroup.Config config) throws IOException {
    int port = FreePorts.find(kind.bus());
    return new RedisNode(group, kind, config, NodeFiles.create(), port);
  }

  /** Starts its process for the first time, and does not wait for it. */
  synchronized void begin() throws Unavailable {
    launch(Kept.NOTHING, List.of());
  }

  /** Waits until it answers; if somebody else has taken its port meanwhile, it takes another. */
  synchronized void awaitBegun() throws Unavailable {
    for (int tries = 1; ; tries++) {
      try {
        awaitAnswer();
        return;
      } catch (Unavailable e) {
        boolean taken = String.valueOf(e.getMessage()).contains("already in use");
        if (!taken || tries == PORTS_TRIED) {
          throw e;
        }
      }
      try {
        port = FreePorts.find(kind.bus());
      } catch (IOException e) {
        throw new Unavailable(String.valueOf(e.getMessage()), e);
      }
      begin();
    }
  }

  private synchronized void launch(Kept kept, List<String> more) throws Unavailable {
    try {
      files.prepare(kept, config, port, more);
      List<String> command = new ArrayList<>();
      command.add(group.binary().file().toString());
      command.add(files.config().toString());
      command.addAll(kind.arguments());
      process = ServerProcess.start(command, files.log(), group.watchdog());
      paused = false;
    } catch (IOException e) {
      throw new Unavailable(group.binary().origin() + " does not start: " + e, e);
    }
  }

  private synchronized void awaitAnswer() throws Unavailable {
    ServerProcess launched = running();
    try {
      for (int waited = 0; !answers(launched); waited += STEP_MILLIS) {
        if (launched.endsWithin(STEP_MILLIS) || waited > PATIENCE_MILLIS) {
          kill();
          throw new Unavailable(group.binary().origin() + " does not start: " + files.endOfLog());
        }
      }
      // Only now: before its exec the process was still the shell.
      files.folder().note(launched.handle());
    } catch (IOException e) {
      throw new Unavailable(group.binary().origin() + " does not start: " + e, e);
    }
  }

  private boolean answers(ServerProcess launched) {
    try (RespConnection redis = connect()) {
      // A stranger may have taken the port while our server fails to bind it.
      Object info = redis.call(List.of("INFO", "server"));
      return String.valueOf(info).contains("process_id:" + launched.handle().pid() + "\r\n");
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Always 127.0.0.1. */
  public String host() {
    return "127.0.0.1";
  }

  /** Its port, which restarts do not change. */
  public int port() {
    return port;
  }

  /** The port at which the other nodes of its cluster talk to it, if it has one. */
  int busPort() {
    return port + FreePorts.BUS;
  }

  /** The process id of what runs now. */
  public synchronized long pid() {
    return running().handle().pid();
  }

  /** Whether its process runs and is not suspended. */
  public synchronized boolean isUp() {
    return process != null && !paused && process.isAlive();
  }

  /** Kills it (kill -9): connections break and the port refuses. Does nothing if it is down. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** Tells it to end, and waits for that; kills it after a second. Does nothing if it is down. */
  public synchronized void stop() {
    if (process != null) {
      process.stop();
      process = null;
    }
  }

  /**
   * Starts it again on its port, after killing it if it runs, and returns when it answers.
   *
   * @throws IllegalStateException if it does not start, for example because the port was taken
   */
  public void restart(Kept kept) {
    restart(kept, List.of());
  }

  /** Restarts it with more lines in its file, which is written anew if there are any. */
  synchronized void restart(Kept kept, List<String> more) {
    if (closed) {
      throw new IllegalStateException("This server is closed");
    }
    kill();
    try {
      launch(kept, more);
      awaitAnswer();
    } catch (Unavailable e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Suspends it: connections are still accepted by the kernel, but nothing answers. */
  public synchronized void pause() {
    running().signal("STOP");
    paused = true;
  }

  /** Lets it go on after {@link #pause()}; what was sent meanwhile is answered now. */
  public synchronized void resume() {
    running().signal("CONT");
    paused = false;
  }

  /**
   * Runs one command as a user that may do everything, on a connection of its own.
   *
   * @return the reply: String, Long, List or null
   * @throws IllegalStateException if it answers with an error or not at all
   */
  public @Nullable Object command(String... command) {
    try (RespConnection redis = connect()) {
      return redis.call(List.of(command));
    }
  }

  /**
   * Opens a connection to its own port, as a user that may do everything.
   *
   * @throws IllegalStateException if it does not answer
   */
  public RespConnection connect() {
    try {
      RespConnection redis = RespConnection.connect(host(), port, group.trust());
      try {
        redis.call(List.of("AUTH", group.admin().name(), group.admin().password()));
        return redis;
      } catch (RuntimeException e) {
        redis.close();
        throw e;
      }
    } catch (IOException e) {
      throw new IllegalStateException("Redis at port " + port + " does not answer", e);
    }
  }

  private ServerProcess running() {
    if (process == null) {
      throw new IllegalStateException("This server is stopped");
    }
    return process;
  }

  /** Kills it for good and removes its files. */
  synchronized void close() {
    kill();
    closed = true;
    try {
      files.folder().delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "the " + kind.name() + " at port " + port;
  }
}

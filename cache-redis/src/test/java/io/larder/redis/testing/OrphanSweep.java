package io.larder.redis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends the servers of JVMs that are gone, and nothing else: a process must have the noted id, start
 * and executable, so an id that meanwhile belongs to another program is safe.
 */
final class OrphanSweep {
  // A folder whose note could not be written yet is left to the JVM that just made it.
  private static final Duration GRACE = Duration.ofMinutes(10);

  private OrphanSweep() {}

  /** Sweeps once in this JVM, before its first server starts. */
  static void once() {
    Once.DONE.run();
  }

  /** Sweeps a root now. */
  static void sweep(Path root, Consumer<String> removeContainer) throws IOException {
    for (ServerFolder folder : ServerFolder.all(root).toList()) {
      try {
        sweep(folder, removeContainer);
      } catch (IOException | RuntimeException e) {
        // Another run may be sweeping the same folder; whatever remains is tried again next time.
        System.getLogger(OrphanSweep.class.getName())
            .log(System.Logger.Level.DEBUG, "not swept: " + folder.path(), e);
      }
    }
  }

  private static void sweep(ServerFolder folder, Consumer<String> removeContainer)
      throws IOException {
    Properties note = folder.read();
    Optional<ProcessIdentity> owner = ProcessIdentity.readFrom(note, "owner");
    boolean abandoned = owner.isPresent() ? owner.get().living().isEmpty() : isOld(folder.path());
    if (abandoned) {
      ProcessIdentity.readFrom(note, "server")
          .flatMap(ProcessIdentity::living)
          .filter(process -> isServer(process, note.getProperty("server.command", "")))
          .ifPresent(OrphanSweep::kill);
      String container = note.getProperty("container");
      if (container != null) {
        removeContainer.accept(container);
      }
      folder.delete();
    }
  }

  private static boolean isServer(ProcessHandle process, String command) {
    return !command.isEmpty() && process.info().command().filter(command::equals).isPresent();
  }

  private static void kill(ProcessHandle orphan) {
    orphan.destroyForcibly();
    orphan.onExit().orTimeout(5, TimeUnit.SECONDS).join();
  }

  private static boolean isOld(Path path) throws IOException {
    Instant modified = Files.getLastModifiedTime(path).toInstant();
    return modified.isBefore(Instant.now().minus(GRACE));
  }

  private static final class Once {
    static final Runnable DONE = run();

    private static Runnable run() {
      try {
        sweep(ServerFolder.root(), ContainerServer::remove);
      } catch (IOException e) {
        System.getLogger(OrphanSweep.class.getName())
            .log(System.Logger.Level.WARNING, "Orphans of earlier test runs not looked for", e);
      }
      return () -> {};
    }
  }
}

package io.larder.redis.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * One process, told apart from a later one that was given the same id.
 *
 * @param pid its id
 * @param started when it began
 */
record ProcessIdentity(long pid, Instant started) {
  // The kernel counts from the boot, and two JVMs may derive boots that lie a second apart.
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** The process while it lives; empty once it is gone, also if its id belongs to another now. */
  Optional<ProcessHandle> living() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(this::isOf)
        .filter(process -> !isZombie(process));
  }

  /** Dead, but its parent has not asked for its status yet: it has a start and no executable. */
  private static boolean isZombie(ProcessHandle process) {
    boolean executablesAreKnown = ProcessHandle.current().info().command().isPresent();
    return executablesAreKnown && process.info().command().isEmpty();
  }

  private boolean isOf(ProcessHandle process) {
    Instant itsStart = process.info().startInstant().orElse(Instant.EPOCH);
    return Duration.between(started, itsStart).abs().compareTo(CLOCK_SLACK) <= 0;
  }

  void writeTo(Properties properties, String role) {
    properties.setProperty(role + ".pid", Long.toString(pid));
    properties.setProperty(role + ".started", started.toString());
  }

  static Optional<ProcessIdentity> readFrom(Properties properties, String role) {
    String pid = properties.getProperty(role + ".pid");
    String started = properties.getProperty(role + ".started");
    return pid == null || started == null
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(Long.parseLong(pid), Instant.parse(started)));
  }
}

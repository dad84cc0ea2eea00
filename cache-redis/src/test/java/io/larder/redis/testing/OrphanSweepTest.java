package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrphanSweepTest {
  @TempDir private Path temp;
  private final List<String> removedContainers = new ArrayList<>();

  @Test
  void theServerOfAKilledJvmEndsByItself() throws Exception {
    try (ChildJvm child = ChildJvm.start("watched", Map.of(), temp)) {
      ProcessHandle server = serverOf(child);
      assertThat(server.isAlive()).isTrue();

      child.kill();
      await().atMost(Duration.ofSeconds(10)).until(() -> !server.isAlive());
    }
  }

  @ParameterizedTest
  @CsvSource({"cluster, 6", "sentinel, 5"})
  void eachProcessOfAKilledJvmsTopologyEndsByItself(String what, int processes) throws Exception {
    try (ChildJvm child = ChildJvm.start(what, Map.of(), temp)) {
      List<ProcessHandle> nodes = nodesOf(child);
      assertThat(nodes).hasSize(processes).allMatch(ProcessHandle::isAlive);

      child.kill();
      await().atMost(Duration.ofSeconds(10)).until(() -> noneLives(nodes));
      assertThat(folders()).as("left to the next run").hasSize(processes);
      sweep();
      assertThat(folders()).isEmpty();
    }
  }

  @Test
  void aJvmsEndIsTheEndOfEachNodeOfItsCluster() throws Exception {
    try (ChildJvm child = ChildJvm.start("cluster", Map.of(), temp)) {
      List<ProcessHandle> nodes = nodesOf(child);

      child.end();
      assertThat(noneLives(nodes)).isTrue();
      assertThat(folders()).isEmpty();
    }
  }

  @Test
  void theNextRunEndsWhatAKilledJvmLeftBehind() throws Exception {
    try (ChildJvm child = ChildJvm.start("unwatched", Map.of(), temp)) {
      ProcessHandle server = serverOf(child);
      child.kill();
      assertThat(server.isAlive()).as("without a watchdog it is an orphan").isTrue();

      sweep();

      assertThat(server.isAlive()).isFalse();
      assertThat(folders()).isEmpty();
    }
  }

  @Test
  void aServerWhoseJvmLivesIsLeftAlone() throws Exception {
    try (ChildJvm child = ChildJvm.start("unwatched", Map.of(), temp)) {
      ProcessHandle server = serverOf(child);

      sweep();

      assertThat(server.isAlive()).isTrue();
      assertThat(folders()).hasSize(1);
      child.end();
      assertThat(server.isAlive()).as("a JVM's end is its server's end").isFalse();
      assertThat(folders()).isEmpty();
    }
  }

  @Test
  void anotherProgramThatWasGivenTheIdIsLeftAlone() throws Exception {
    Process bystander = new ProcessBuilder("/bin/sh", "-c", "read -r line").start();
    try {
      ProcessIdentity now = ProcessIdentity.of(bystander.toHandle());
      String command = bystander.info().command().orElseThrow();
      noteOf(new ProcessIdentity(now.pid(), now.started().minusSeconds(60)), command);
      noteOf(now, "/usr/bin/redis-server");
      noteOf(now, "");

      sweep();

      assertThat(bystander.isAlive()).isTrue();
      assertThat(folders()).isEmpty();

      noteOf(now, command);
      sweep();
      assertThat(bystander.isAlive()).as("the same note with everything right").isFalse();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void aDeadOwnerWhoseParentHasNotNoticedIsDead() throws Exception {
    Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 600 & echo $!; exec cat").start();
    try (BufferedReader out = parent.inputReader(StandardCharsets.UTF_8);
        Writer in = parent.outputWriter(StandardCharsets.UTF_8)) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      in.write("echo\n");
      in.flush();
      assertThat(out.readLine()).as("of a program that knows of no child").isEqualTo("echo");
      ProcessIdentity owner = ProcessIdentity.of(child);
      Properties note = new Properties();
      owner.writeTo(note, "owner");
      write(note);
      sweep();
      assertThat(folders()).as("of a living owner").hasSize(1);

      child.destroyForcibly();
      await().until(() -> owner.living().isEmpty());
      assertThat(child.isAlive()).as("as far as the JVM can tell").isTrue();

      sweep();
      assertThat(folders()).as("of a dead owner").isEmpty();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void theContainerOfAKilledJvmIsRemoved() throws Exception {
    Properties note = deadOwner();
    note.setProperty("container", "abc123");
    write(note);

    sweep();

    assertThat(removedContainers).containsExactly("abc123");
    assertThat(folders()).isEmpty();
  }

  @Test
  void aFolderWithoutANoteIsOnlyTakenOnceItIsOld() throws Exception {
    Path young = Files.createDirectory(root().resolve("server-young"));
    Path old = Files.createDirectory(root().resolve("server-old"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

    sweep();

    assertThat(folders()).containsExactly(young);
  }

  @Test
  void oneBrokenNoteDoesNotKeepTheRest() throws Exception {
    Properties broken = deadOwner();
    broken.setProperty("owner.pid", "many");
    write(broken);
    write(deadOwner());

    sweep();

    assertThat(folders()).hasSize(1);
  }

  private static ProcessHandle serverOf(ChildJvm child) throws IOException {
    return ProcessHandle.of(Long.parseLong(child.line())).orElseThrow();
  }

  private static List<ProcessHandle> nodesOf(ChildJvm child) throws IOException {
    return Stream.of(child.line().split(" "))
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .toList();
  }

  private static boolean noneLives(List<ProcessHandle> processes) {
    return processes.stream().noneMatch(ProcessHandle::isAlive);
  }

  private Path root() throws IOException {
    return Files.createDirectories(temp.resolve("larder-redis-" + System.getProperty("user.name")));
  }

  private void sweep() throws IOException {
    OrphanSweep.sweep(root(), removedContainers::add);
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> paths = Files.list(root())) {
      return paths.filter(it -> it.getFileName().toString().startsWith("server-")).toList();
    }
  }

  private void noteOf(ProcessIdentity server, String command) throws IOException {
    Properties note = deadOwner();
    server.writeTo(note, "server");
    note.setProperty("server.command", command);
    write(note);
  }

  private static Properties deadOwner() {
    Properties note = new Properties();
    // This JVM's id with another start: an owner that is gone, its id given to somebody else.
    new ProcessIdentity(ProcessHandle.current().pid(), Instant.EPOCH).writeTo(note, "owner");
    return note;
  }

  private void write(Properties note) throws IOException {
    Path folder = Files.createTempDirectory(root(), "server-");
    try (var out = Files.newBufferedWriter(folder.resolve("note.properties"))) {
      note.store(out, null);
    }
  }
}

package io.larder.redis.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder of one started server: its files, and the note by which a later run finds what a
 * killed JVM left behind.
 */
record ServerFolder(Path path) {
  private static final String NOTE = "note.properties";
  private static final String PREFIX = "server-";

  /** The folder of this user's server folders, which nobody else can write to. */
  static Path root() {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    Path root = Path.of(System.getProperty("java.io.tmpdir"), "larder-redis-" + user);
    try {
      boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] mine =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      Files.createDirectories(root, mine);
      if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(root + " is a link");
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new folder below a root, noted as this JVM's. */
  static ServerFolder create(Path root) throws IOException {
    ServerFolder folder = new ServerFolder(Files.createTempDirectory(root, PREFIX));
    folder.write(new Properties());
    return folder;
  }

  static Stream<ServerFolder> all(Path root) throws IOException {
    try (Stream<Path> paths = Files.list(root)) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .map(ServerFolder::new)
          .toList()
          .stream();
    }
  }

  /** Notes the process that now serves from here. */
  void note(ProcessHandle server) throws IOException {
    Properties note = new Properties();
    ProcessIdentity.of(server).writeTo(note, "server");
    note.setProperty("server.command", server.info().command().orElse(""));
    write(note);
  }

  /** Notes the container that serves or is about to. */
  void noteContainer(String name) throws IOException {
    Properties note = new Properties();
    note.setProperty("container", name);
    write(note);
  }

  private void write(Properties note) throws IOException {
    ProcessIdentity.of(ProcessHandle.current()).writeTo(note, "owner");
    Path fresh = path.resolve(NOTE + ".tmp");
    try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
      note.store(out, null);
    }
    Files.move(
        fresh,
        path.resolve(NOTE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was noted last; empty if nothing was. */
  Properties read() throws IOException {
    Properties note = new Properties();
    Path file = path.resolve(NOTE);
    if (Files.exists(file)) {
      try (BufferedReader in = Files.newBufferedReader(file)) {
        note.load(in);
      }
    }
    return note;
  }

  /** Removes the folder with all that is in it, as far as it is still there. */
  void delete() throws IOException {
    delete(path);
  }

  /** Removes a file, or a folder with all that is in it, as far as it is still there. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}

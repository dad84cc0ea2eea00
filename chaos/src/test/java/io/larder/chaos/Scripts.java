package io.larder.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.redis.RedisBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The store's own scripts for Redis, changed where one says what becomes of the floor: it is left
 * as it is while what the key {@link Site#FLAW} says begins with {@link Flaw#FLOOR_STAYS}. They are
 * put before the originals on the class path of an application.
 */
final class Scripts {

  private static final String STAYS =
      "local flaw = redis.call('GET', KEYS[1] .. ':flaw') or ''\n"
          + "local stays = string.find(flaw, '"
          + Flaw.FLOOR_STAYS
          + "', 1, true) == 1\n";

  private static final List<Change> CHANGES =
      List.of(
          new Change(
              "clock.lua",
              "floor, last, restored = clock, clock, 1",
              "if not stays then floor, last = clock, clock end\n"
                  + "  floor, last, restored = floor or 0, last or 0, 1"),
          new Change(
              "clock.lua",
              "text(clock), 'floor', text(clock), 'last'",
              "text(floor), 'floor', text(last), 'last'"),
          new Change("clock.lua", "local meta, seen =", STAYS + "local meta, seen ="),
          new Change(
              "move.lua",
              "failed = set(value, ARGV[i])",
              "if not (stays and ARGV[i] == 'floor') then failed = set(value, ARGV[i]) end"));

  private Scripts() {}

  /** What a script says once, and what it is to say instead. */
  private record Change(String script, String said, String says) {

    String in(String text) {
      if (text.indexOf(said) < 0 || text.indexOf(said) != text.lastIndexOf(said)) {
        throw new IllegalStateException(script + " has to say once: " + said);
      }
      return text.replace(said, says);
    }
  }

  /**
   * Writes them.
   *
   * @return what belongs on the class path, in this folder
   */
  static Path in(Path folder) {
    Path root = folder.resolve("scripts");
    Path home = root.resolve(RedisBackend.class.getPackageName().replace('.', '/'));
    try {
      Files.createDirectories(home);
      for (String script : CHANGES.stream().map(Change::script).distinct().toList()) {
        String text = original(script);
        for (Change change : CHANGES) {
          text = change.script().equals(script) ? change.in(text) : text;
        }
        Files.writeString(home.resolve(script), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return root;
  }

  private static String original(String script) throws IOException {
    try (InputStream in = RedisBackend.class.getResourceAsStream(script)) {
      return new String(Objects.requireNonNull(in, script).readAllBytes(), UTF_8);
    }
  }
}

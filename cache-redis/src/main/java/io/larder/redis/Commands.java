package io.larder.redis;

import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.resps.ScanResult;

/** The commands that are asked, each about one key or about the server itself. */
final class Commands {

  private static final byte[] NO_KEY = {};

  /** What a cluster's client of Jedis 7 insists on; {@code null} in later versions. */
  private static final @Nullable Constructor<? extends CommandArguments> WITH_SLOT = withSlot();

  private Commands() {}

  static Question<byte @Nullable []> get(byte[] key) {
    return new Question<>(key, of(Command.GET, key), BuilderFactory.BINARY);
  }

  static Question<byte[]> getrange(byte[] key, long from, long to) {
    return new Question<>(key, of(Command.GETRANGE, key).add(from).add(to), BuilderFactory.BINARY);
  }

  static Question<Long> pttl(byte[] key) {
    return new Question<>(key, of(Command.PTTL, key), BuilderFactory.LONG);
  }

  static Question<Long> strlen(byte[] key) {
    return new Question<>(key, of(Command.STRLEN, key), BuilderFactory.LONG);
  }

  static Question<String> type(byte[] key) {
    return new Question<>(key, of(Command.TYPE, key), BuilderFactory.STRING);
  }

  static Question<Long> unlink(byte[] key) {
    return new Question<>(key, of(Command.UNLINK, key), BuilderFactory.LONG);
  }

  static Question<Long> zcard(byte[] key) {
    return new Question<>(key, of(Command.ZCARD, key), BuilderFactory.LONG);
  }

  /** Asks for the scores of members, of which some may not be there: {@link Scores#NONE}. */
  static Question<long[]> zmscore(byte[] key, List<byte[]> members) {
    CommandArguments arguments = of(Command.ZMSCORE, key);
    members.forEach(arguments::add);
    return new Question<>(key, arguments, Scores.BUILDER);
  }

  static Question<@Nullable Object> evalsha(byte[] digest, byte[] key, List<byte[]> arguments) {
    return script(Command.EVALSHA, digest, key, arguments);
  }

  static Question<@Nullable Object> eval(byte[] text, byte[] key, List<byte[]> arguments) {
    return script(Command.EVAL, text, key, arguments);
  }

  private static Question<@Nullable Object> script(
      Command command, byte[] script, byte[] key, List<byte[]> values) {
    CommandArguments arguments = arguments(command).add(script).add(1).key(key);
    values.forEach(arguments::add);
    return new Question<>(key, arguments, BuilderFactory.RAW_OBJECT);
  }

  /** Asks the server of a key how many replicas have what it was asked to write, and waits. */
  static Question<Long> waitFor(byte[] key, int replicas, long millis) {
    return new Question<>(
            key, arguments(Command.WAIT).add(replicas).add(millis), BuilderFactory.LONG)
        .takingTime();
  }

  /** Asks the server itself, and no other: it is about no key. */
  static Question<String> info(String section) {
    return info(section, NO_KEY);
  }

  /** Asks the server that has a key about itself. */
  static Question<String> info(String section, byte[] key) {
    return new Question<>(key, arguments(Command.INFO).add(section), BuilderFactory.STRING);
  }

  /** Asks a server of a cluster who has which slots. */
  static Question<Object> clusterSlots() {
    return new Question<>(
        NO_KEY, arguments(Command.CLUSTER).add("SLOTS"), BuilderFactory.RAW_OBJECT);
  }

  /** Asks a sentinel where a primary is: host and port, or {@code null} if it knows none. */
  static Question<@Nullable List<String>> primaryOf(String name) {
    return new Question<>(
        NO_KEY,
        arguments(Command.SENTINEL).add("get-master-addr-by-name").add(name),
        BuilderFactory.STRING_LIST);
  }

  /** Asks the server itself for some of its keys. */
  static Question<ScanResult<byte[]>> scan(byte[] cursor, byte[] pattern, int count) {
    return new Question<>(
        NO_KEY,
        arguments(Command.SCAN)
            .add(cursor)
            .add(Keyword.MATCH)
            .add(pattern)
            .add(Keyword.COUNT)
            .add(count),
        BuilderFactory.SCAN_BINARY_RESPONSE);
  }

  private static CommandArguments of(Command command, byte[] key) {
    return arguments(command).key(key);
  }

  private static CommandArguments arguments(Command command) {
    if (WITH_SLOT == null) {
      return new CommandArguments(command);
    }
    try {
      return WITH_SLOT.newInstance(command);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Jedis makes no commands", e);
    }
  }

  private static @Nullable Constructor<? extends CommandArguments> withSlot() {
    try {
      return Class.forName(
              "redis.clients.jedis.ClusterCommandArguments",
              true,
              CommandArguments.class.getClassLoader())
          .asSubclass(CommandArguments.class)
          .getConstructor(ProtocolCommand.class);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}

package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The scripts, each on one key. Called by their digest; a server that does not know one, after a
 * restart for instance, is sent the text.
 */
final class Script {

  static final Script LOOK = new Script("clock.lua", "look.lua");
  static final Script MOVE = new Script("clock.lua", "move.lua");
  static final Script CLAIM = new Script("claim.lua");
  static final Script LEASE = new Script("lease.lua");
  static final Script PROLONG = new Script("prolong.lua");
  static final Script WRITE = new Script("write.lua");
  static final Script SOFTEN = new Script("soften.lua");
  static final Script ABANDON = new Script("abandon.lua");
  static final Script REMOVE = new Script("remove.lua");

  private final byte[] text;
  private final byte[] digest;

  private Script(String... parts) {
    text = read(parts);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(text);
      digest = HexFormat.of().formatHex(hash).getBytes(US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** Returns the question that runs this script; {@link #result} tells what came of it. */
  Question<@Nullable Object> on(byte[] key, List<byte[]> arguments) {
    return Commands.evalsha(digest, key, arguments);
  }

  /** Returns the question that brings the text to the server, and runs it. */
  Question<@Nullable Object> textOn(byte[] key, List<byte[]> arguments) {
    return Commands.eval(text, key, arguments);
  }

  /** Runs this script now. */
  @Nullable Object run(Nodes nodes, byte[] key, List<byte[]> arguments) {
    Question<@Nullable Object> question = on(key, arguments);
    nodes.ask(List.of(question));
    return result(question, nodes, arguments);
  }

  /** Returns what a run told; runs the text now if the server did not know it. */
  @Nullable Object result(
      Question<@Nullable Object> question, Nodes nodes, List<byte[]> arguments) {
    try {
      return question.answer();
    } catch (JedisDataException e) {
      if (!unknown(e)) {
        throw e;
      }
      return nodes.ask(textOn(question.key(), arguments));
    }
  }

  /** Returns whether the server does not know the script. */
  static boolean unknown(@Nullable JedisDataException e) {
    return e != null && e.getMessage() != null && e.getMessage().startsWith("NOSCRIPT");
  }

  private static byte[] read(String... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String part : parts) {
      try (InputStream in = Script.class.getResourceAsStream(part)) {
        if (in == null) {
          throw new IllegalStateException("the script " + part + " is missing from the jar");
        }
        in.transferTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out.toByteArray();
  }
}

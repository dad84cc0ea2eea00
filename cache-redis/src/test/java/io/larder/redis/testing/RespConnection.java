package io.larder.redis.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One blocking connection that speaks RESP2, so that the fixture depends on no client's version and
 * looks at Redis past the code under test. Not thread-safe.
 */
public final class RespConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int READ_MILLIS = 5_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Connects, authenticates and selects as a URL says; TLS with the JVM's own trust. */
  static RespConnection open(URI uri) {
    try {
      SSLContext tls = "rediss".equals(uri.getScheme()) ? SSLContext.getDefault() : null;
      RespConnection redis = connect(uri.getHost(), RedisUrls.port(uri), tls);
      if (uri.getUserInfo() != null) {
        String[] credentials = uri.getUserInfo().split(":", 2);
        String password = credentials[credentials.length - 1];
        boolean named = credentials.length == 2 && !credentials[0].isEmpty();
        redis.call(named ? List.of("AUTH", credentials[0], password) : List.of("AUTH", password));
      }
      if (uri.getPath().length() > 1) {
        redis.call(List.of("SELECT", uri.getPath().substring(1)));
      }
      return redis;
    } catch (IOException | GeneralSecurityException e) {
      throw unreachable(RedisUrls.withoutCredentials(uri), e);
    }
  }

  /** Connects without authenticating; a trust is given for TLS, and no name is checked. */
  static RespConnection connect(String host, int port, @Nullable SSLContext tls)
      throws IOException {
    Socket socket = tls == null ? new Socket() : tls.getSocketFactory().createSocket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      socket.setSoTimeout(READ_MILLIS);
      socket.setTcpNoDelay(true);
      return new RespConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Sends one command and reads its reply: String, Long, List or null.
   *
   * @throws IllegalStateException if it is an error, or does not come within five seconds
   */
  public @Nullable Object call(List<String> command) {
    try {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(utf8("*" + command.size() + "\r\n"));
      for (String word : command) {
        byte[] bytes = utf8(word);
        request.writeBytes(utf8("$" + bytes.length + "\r\n"));
        request.writeBytes(bytes);
        request.writeBytes(utf8("\r\n"));
      }
      request.writeTo(out);
      out.flush();
      return reply();
    } catch (IOException e) {
      throw unreachable(String.valueOf(socket.getRemoteSocketAddress()), e);
    }
  }

  private @Nullable Object reply() throws IOException {
    String line = line();
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '+':
        return rest;
      case '-':
        throw new IllegalStateException("Redis answered " + rest);
      case ':':
        return Long.valueOf(rest);
      case '$':
        return bulk(Integer.parseInt(rest));
      case '*':
        int size = Integer.parseInt(rest);
        if (size < 0) {
          return null;
        }
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          list.add(reply());
        }
        return list;
      default:
        throw new IOException("no RESP2: " + line);
    }
  }

  private @Nullable String bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("connection closed within a reply");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("connection closed before a reply");
      }
      if (b != '\r') {
        bytes.write(b);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static IllegalStateException unreachable(String where, Exception cause) {
    return new IllegalStateException("Redis at " + where + " does not answer: " + cause, cause);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Nothing is lost with a connection that cannot even be closed.
    }
  }
}

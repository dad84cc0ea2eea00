package io.larder.servlet.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection, on which anything may be said and which may break at any point. */
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  public RawClient(URI base) throws IOException {
    this(base, 64 * 1024);
  }

  /**
   * Connects.
   *
   * @param window the bytes that the server can send without anybody reading them, roughly
   */
  public RawClient(URI base, int window) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(window);
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), 10_000);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends one request and reads its response. */
  public static RawResponse exchange(URI base, String method, String target, String... fields)
      throws IOException {
    try (RawClient client = new RawClient(base)) {
      client.send(method, target, fields);
      return client.read(method);
    }
  }

  /** Sends a request without a body; a Host field is added. */
  public void send(String method, String target, String... fields) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    sendRaw(head.append("\r\n").toString());
  }

  /** Sends text as it is, a byte a character. */
  public void sendRaw(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Reads at most that many bytes of whatever comes, fewer at the end. */
  public byte[] readBytes(int most) throws IOException {
    return in.readNBytes(most);
  }

  /** Breaks the connection with a reset. */
  public void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Reads one response, interim ones skipped. */
  public RawResponse read(String method) throws IOException {
    String status;
    List<String> fields;
    do {
      status = line();
      fields = lines();
    } while (status.startsWith("HTTP/1.1 1") && !status.startsWith("HTTP/1.1 101"));
    RawResponse head = new RawResponse(status, fields, new byte[0], List.of(), true);
    int code = head.status();
    if (method.equals("HEAD") || code < 200 || code == 204 || code == 304) {
      return head;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<String> trailers = List.of();
    boolean complete = true;
    try {
      String length = head.first("Content-Length");
      if ("chunked".equalsIgnoreCase(head.first("Transfer-Encoding"))) {
        for (int size = chunk(); size > 0; size = chunk()) {
          copy(size, body);
          line();
        }
        trailers = lines();
      } else if (length != null) {
        copy(Long.parseLong(length), body);
      } else {
        in.transferTo(body);
      }
    } catch (IOException e) {
      complete = false;
    }
    return new RawResponse(status, fields, body.toByteArray(), trailers, complete);
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].trim(), 16);
  }

  private void copy(long size, ByteArrayOutputStream body) throws IOException {
    for (long left = size; left > 0; ) {
      byte[] part = in.readNBytes((int) Math.min(left, 8192));
      if (part.length == 0) {
        throw new EOFException();
      }
      body.writeBytes(part);
      left -= part.length;
    }
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("The connection ended after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}

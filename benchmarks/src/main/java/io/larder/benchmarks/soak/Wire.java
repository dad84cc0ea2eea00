package io.larder.benchmarks.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.Locale;

/**
 * One connection on which requests go out as the bytes that they are, well-formed or not. Not
 * thread-safe.
 */
final class Wire implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int MOST_HEAD = 256 * 1024;

  private final Socket socket = new Socket();
  private final InputStream in;
  private byte[] head = new byte[1024];
  private byte[] body = new byte[1024];
  private int length;

  private Wire(int port, int window) throws IOException {
    if (window > 0) {
      socket.setReceiveBufferSize(window);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
  }

  static Wire open(int port) throws IOException {
    return new Wire(port, 0);
  }

  /** Opens one that takes in a few bytes at a time, as a slow client does. */
  static Wire narrow(int port) throws IOException {
    return new Wire(port, 4 * 1024);
  }

  void send(String request) throws IOException {
    send(request.getBytes(ISO_8859_1));
  }

  void send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
  }

  /** Asks and reads the answer. */
  Answer ask(String request) throws IOException {
    send(request);
    return answer(request.startsWith("HEAD "));
  }

  /** Takes so many bytes of the answer in, if there are so many, and no more. */
  void taste(int bytes) throws IOException {
    in.skipNBytes(bytes);
  }

  /** Ends the connection by a reset, in the middle of whatever it is. */
  void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  /** Reads one answer, interim ones left out. */
  Answer answer(boolean ofHead) throws IOException {
    String fields = readHead();
    int status = Integer.parseInt(fields.substring(9, 12));
    while (status / 100 == 1) {
      fields = readHead();
      status = Integer.parseInt(fields.substring(9, 12));
    }
    length = 0;
    Answer empty = new Answer(status, fields, body, 0);
    if (!ofHead && status != 204 && status != 304) {
      String announced = empty.field("Content-Length");
      if (!announced.isEmpty()) {
        read(Integer.parseInt(announced));
      } else if (empty.field("Transfer-Encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
        readChunks();
      } else {
        readRest();
      }
    }
    return new Answer(status, fields, body, length);
  }

  private String readHead() throws IOException {
    int at = 0;
    while (at < 4
        || head[at - 1] != '\n'
        || head[at - 2] != '\r'
        || head[at - 3] != '\n'
        || head[at - 4] != '\r') {
      if (at == MOST_HEAD) {
        throw new IOException("a head of more than " + MOST_HEAD + " bytes");
      }
      if (at == head.length) {
        head = Arrays.copyOf(head, 2 * at);
      }
      head[at++] = (byte) next();
    }
    String text = new String(head, 0, at - 2, ISO_8859_1);
    if (!text.startsWith("HTTP/1.1 ")) {
      throw new IOException("no answer of HTTP/1.1: " + text);
    }
    return text;
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the server has closed the connection");
    }
    return next;
  }

  private void read(int bytes) throws IOException {
    if (body.length < length + bytes) {
      body = Arrays.copyOf(body, length + bytes);
    }
    int read = in.readNBytes(body, length, bytes);
    length += read;
    if (read < bytes) {
      throw new EOFException("the server has closed the connection within a body");
    }
  }

  private void readRest() throws IOException {
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (length == body.length) {
        body = Arrays.copyOf(body, 2 * length);
      }
      body[length++] = (byte) next;
    }
  }

  private void readChunks() throws IOException {
    for (int size = readSize(); size > 0; size = readSize()) {
      read(size);
      String unused = readLine();
    }
    String trailer = readLine();
    while (!trailer.isEmpty()) {
      trailer = readLine();
    }
  }

  private int readSize() throws IOException {
    return Integer.parseInt(readLine().split(";", 2)[0].strip(), 16);
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = next(); next != '\n'; next = next()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

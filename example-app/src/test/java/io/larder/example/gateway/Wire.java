package io.larder.example.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** One end of a connection, on which every byte is said and seen. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Connects to a port of this machine. */
  static Wire to(int port) throws IOException {
    return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Connects with a small window, so that little is on its way while nothing is read. */
  static Wire narrow(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 * 1024);
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new Wire(socket);
  }

  /** Sends text, one byte a character; lines end in \n here and in CRLF there. */
  Wire say(String text) throws IOException {
    return send(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
  }

  Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Reads a message's head, without the empty line; lines end in \n. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      head.append((char) octet());
    }
    return head.substring(0, head.length() - 4).replace("\r\n", "\n");
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("the connection ended");
    }
    return octet;
  }

  /** Reads exactly so many bytes. */
  String body(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended after " + bytes.length);
    }
    return new String(bytes, ISO_8859_1);
  }

  /** Reads to the end of the connection, however it ends. */
  String rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        rest.write(piece, 0, read);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection stays open after: " + rest.toString(ISO_8859_1), e);
    } catch (IOException e) {
      // Reset: an end as well.
    }
    return rest.toString(ISO_8859_1).replace("\r\n", "\n");
  }

  /** Waits until the other side has ended the connection. */
  void awaitEnd() {
    String unused = rest();
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** Ends it by a reset, as a process that dies does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.larder.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The handler's output stream, in front of the container's. */
final class CapturingOutput extends ServletOutputStream {
  private final Capture capture;
  private final BodyWay body;
  private final HttpServletResponse response;
  private final Server server;
  private final byte[] single = new byte[1];

  CapturingOutput(Capture capture, BodyWay body, HttpServletResponse response, Server server) {
    this.server = server;
    this.capture = capture;
    this.body = body;
    this.response = response;
  }

  private ServletOutputStream real() throws IOException {
    return response.getOutputStream();
  }

  @Override
  public void write(int b) throws IOException {
    if (capture.passesFreely()) {
      real().write(b);
    } else {
      single[0] = (byte) b;
      capture.write(single, 0, 1);
    }
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (capture.passesFreely()) {
      real().write(bytes, offset, length);
    } else {
      capture.write(bytes, offset, length);
    }
  }

  /** Overrides the method of Servlet 6.1, which would call none of ours where it is optimised. */
  @SuppressWarnings("MissingOverride")
  public void write(ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    write(bytes, 0, bytes.length);
  }

  /** Writes text in the encoding of the response on Jetty, else one byte a character. */
  @Override
  public void print(String text) throws IOException {
    if (server == Server.JETTY && text != null) {
      capture.pass(() -> write(text.getBytes(Encodings.charset(response))));
    } else {
      super.print(text);
    }
  }

  @Override
  public void flush() throws IOException {
    if (capture.passesFreely()) {
      real().flush();
    } else {
      capture.flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (capture.passesFreely()) {
      real().close();
    } else {
      capture.close();
    }
  }

  @Override
  public boolean isReady() {
    boolean[] ready = {true};
    try {
      capture.pass(() -> ready[0] = real().isReady());
    } catch (IOException e) {
      return true; // the write that follows meets the same exception and may throw it
    }
    return ready[0];
  }

  /** Writing without blocking: what is written goes to the container at once, call by call. */
  @Override
  public void setWriteListener(WriteListener listener) {
    try {
      body.goesNonBlocking();
      real().setWriteListener(new Noticing(capture, listener));
    } catch (IOException e) {
      listener.onError(e);
    }
  }

  /** Tells the capture of a client that went away. */
  private record Noticing(Capture capture, WriteListener listener) implements WriteListener {

    @Override
    public void onWritePossible() throws IOException {
      listener.onWritePossible();
    }

    @Override
    public void onError(Throwable thrown) {
      capture.forsake(Reason.ABORTED);
      listener.onError(thrown);
    }
  }
}

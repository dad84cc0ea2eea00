package io.larder.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/**
 * Where the bytes of a refresh end: they are counted, since a container commits by their number.
 */
final class SinkOutput extends ServletOutputStream {

  private final RefreshResponse response;
  private long written;
  private boolean closed;

  SinkOutput(RefreshResponse response) {
    this.response = response;
  }

  long written() {
    return written;
  }

  void discard() {
    written = 0;
  }

  @Override
  public void write(int b) throws IOException {
    count(1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    count(length);
  }

  private void count(int length) throws IOException {
    if (closed) {
      throw new IOException("The response has been closed");
    }
    written += length;
    response.written(written);
  }

  @Override
  public void flush() {
    response.commit();
  }

  @Override
  public void close() {
    closed = true;
    response.commit();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  /** There is always room: the listener is called once, by a thread of the container. */
  @Override
  public void setWriteListener(WriteListener listener) {
    response
        .asyncContext()
        .start(
            () -> {
              try {
                listener.onWritePossible();
              } catch (IOException | RuntimeException e) {
                listener.onError(e);
              }
            });
  }
}

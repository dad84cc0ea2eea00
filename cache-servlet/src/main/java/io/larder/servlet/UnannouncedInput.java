package io.larder.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * The content of a request whose head says that it has none, which over HTTP/2 and 3 it may have
 * all the same: who reads some of it answers by what no key holds.
 */
final class UnannouncedInput extends ServletInputStream {

  private final ServletInputStream real;
  private final Runnable found;

  /**
   * Creates it.
   *
   * @param found is run each time that some content was read
   */
  UnannouncedInput(ServletInputStream real, Runnable found) {
    this.real = real;
    this.found = found;
  }

  /** The same for text. */
  static BufferedReader reader(Reader real, Runnable found) {
    return new BufferedReader(
        new FilterReader(real) {
          @Override
          public int read() throws IOException {
            return noted(super.read(), -1, found);
          }

          @Override
          public int read(char[] chars, int offset, int length) throws IOException {
            return noted(super.read(chars, offset, length), 0, found);
          }
        });
  }

  private static int noted(int read, int least, Runnable found) {
    if (read > least) {
      found.run();
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    return noted(real.read(), -1, found);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return noted(real.read(bytes, offset, length), 0, found);
  }

  @Override
  public int available() throws IOException {
    return real.available();
  }

  @Override
  public boolean isFinished() {
    return real.isFinished();
  }

  @Override
  public boolean isReady() {
    return real.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    real.setReadListener(listener);
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}

package io.larder.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Content of a request that has been read before its handler runs, and what follows: nothing, the
 * rest that has not been read, or the failure that reading it ended with.
 *
 * <p>Not thread-safe, as no such stream is; a listener may read in whatever thread it is told in.
 */
final class ContentInput extends ServletInputStream {

  private final HttpServletRequest request;
  private final byte[] read;
  private final int length;
  private final @Nullable ServletInputStream rest;
  private final @Nullable IOException failure;
  private int at;
  private @Nullable ReadListener listener;

  /** The thread in which the listener is being told that there is something. */
  private @Nullable Thread telling;

  private boolean toldAll;

  /**
   * Creates it.
   *
   * @param length how many of the bytes have been read
   * @param rest where the rest is to be read, if this is not all
   * @param failure how reading has ended, if it has failed
   */
  ContentInput(
      HttpServletRequest request,
      byte[] read,
      int length,
      @Nullable ServletInputStream rest,
      @Nullable IOException failure) {
    this.request = request;
    this.read = read;
    this.length = length;
    this.rest = rest;
    this.failure = failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    Objects.checkFromIndexSize(offset, most, into.length);
    if (most == 0) {
      return 0;
    }
    int count = some(into, offset, most);
    if (rest == null && isFinished()) {
      finished();
    }
    return count;
  }

  private int some(byte[] into, int offset, int most) throws IOException {
    if (at < length) {
      int count = Math.min(most, length - at);
      System.arraycopy(read, at, into, offset, count);
      at += count;
      return count;
    }
    if (failure != null) {
      throw new IOException("the request's content was cut short", failure);
    }
    return rest == null ? -1 : rest.read(into, offset, most);
  }

  @Override
  public int available() throws IOException {
    int left = length - at;
    return left > 0 || rest == null ? left : rest.available();
  }

  @Override
  public boolean isFinished() {
    return at >= length && failure == null && (rest == null || rest.isFinished());
  }

  @Override
  public boolean isReady() {
    return at < length || failure != null || rest == null || rest.isReady();
  }

  /**
   * Tells the listener in another thread of the container's, or as the container does where it is
   * the one that still reads.
   *
   * @throws IllegalStateException if the request is not asynchronous, or there is a listener
   */
  @Override
  public void setReadListener(ReadListener listener) {
    Objects.requireNonNull(listener, "listener");
    if (this.listener != null) {
      throw new IllegalStateException("there is a read listener already");
    }
    if (rest != null) {
      this.listener = listener;
      rest.setReadListener(new Rest(listener));
      return;
    }
    request.getAsyncContext().start(() -> tell(listener)); // throws if it is not asynchronous
    this.listener = listener;
  }

  private void tell(ReadListener listener) {
    try {
      if (!isFinished()) {
        telling = Thread.currentThread();
        listener.onDataAvailable();
        telling = null;
      }
      if (isFinished()) {
        tellAll(listener);
      }
    } catch (IOException | RuntimeException e) {
      listener.onError(e);
    } finally {
      telling = null;
    }
  }

  private void tellAll(ReadListener listener) throws IOException {
    if (!toldAll) {
      toldAll = true;
      listener.onAllDataRead();
    }
  }

  /** The last of it was read by a listener that had paused: nobody else will tell it. */
  private void finished() {
    ReadListener waiting = listener;
    if (waiting != null && !toldAll && telling != Thread.currentThread()) {
      request.getAsyncContext().start(() -> tell(waiting));
    }
  }

  /** Hands on what the container says of the rest, once what was read before is taken. */
  private final class Rest implements ReadListener {
    private final ReadListener listener;

    Rest(ReadListener listener) {
      this.listener = listener;
    }

    @Override
    public void onDataAvailable() throws IOException {
      listener.onDataAvailable();
    }

    @Override
    public void onAllDataRead() throws IOException {
      if (at < length) {
        listener.onDataAvailable();
      }
      tellAll(listener);
    }

    @Override
    public void onError(Throwable failure) {
      listener.onError(failure);
    }
  }
}

package io.larder.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/**
 * A socket on which an answer has to be complete in time, however it trickles in, and which a peer
 * that does not read cannot hold up for longer.
 *
 * <p>Before each read it sets its timeout to what is left of the operation's {@link Deadline}; what
 * no operation bounds may take the same time from its first write on. One that listens, as its
 * endless timeout says, waits for whatever comes. Used by one thread at a time.
 */
final class DeadlineSocket extends Socket {

  /**
   * So many bytes unanswered go into the buffer of a socket whose peer has read all before, so such
   * a write does not block. Look-ups need some hundred.
   */
  private static final int NEVER_BLOCKS = 4096;

  private final long deadlineNanos;
  private final int silenceMillis;
  private final Watchdog watchdog;
  private final Consumer<DeadlineSocket> closed;
  private boolean answered = true;
  private volatile boolean listening;
  private long tripBegan = System.nanoTime();
  private long unanswered;

  /**
   * Creates it, unconnected.
   *
   * @param deadlineNanos how long a question and its answers may take where no operation bounds
   *     them
   * @param silenceMillis how long the peer may send nothing while an answer is due
   * @param closed is told when it is closed, maybe more than once
   */
  DeadlineSocket(
      long deadlineNanos, int silenceMillis, Watchdog watchdog, Consumer<DeadlineSocket> closed) {
    this.deadlineNanos = deadlineNanos;
    this.silenceMillis = silenceMillis;
    this.watchdog = watchdog;
    this.closed = closed;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new In(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Out(super.getOutputStream());
  }

  @Override
  public synchronized void close() throws IOException {
    closed.accept(this);
    super.close();
  }

  /** None at all is asked for by who listens: then a read takes as long as it takes. */
  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    listening = millis == 0;
    super.setSoTimeout(millis);
  }

  private long left() throws SocketTimeoutException {
    long now = System.nanoTime();
    long left = Math.min(Deadline.left(now), deadlineNanos - (now - tripBegan));
    if (left <= 0) {
      throw new SocketTimeoutException("the operation took too long");
    }
    return left;
  }

  private void awaitAnswer() throws IOException {
    if (!listening) {
      super.setSoTimeout(Math.min(silenceMillis, Deadline.millis(left())));
    }
    answered = true;
  }

  private void ask(int bytes, Watchdog.Writing writing) throws IOException {
    if (answered) {
      answered = false;
      unanswered = 0;
      tripBegan = System.nanoTime();
    }
    long left = left();
    unanswered += bytes;
    if (unanswered <= NEVER_BLOCKS) {
      writing.run();
    } else {
      watchdog.guard(this, left, writing);
    }
  }

  private final class In extends InputStream {

    private final InputStream in;

    In(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      awaitAnswer();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      awaitAnswer();
      return in.read(bytes, from, length);
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      DeadlineSocket.this.close();
    }
  }

  private final class Out extends OutputStream {

    private final OutputStream out;

    Out(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      ask(1, () -> out.write(value));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      ask(length, () -> out.write(bytes, from, length));
    }

    @Override
    public void close() throws IOException {
      DeadlineSocket.this.close();
    }
  }
}

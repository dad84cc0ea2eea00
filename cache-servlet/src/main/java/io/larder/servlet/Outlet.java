package io.larder.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a body leaves for the container: as bytes while they are copied, and once it is only passed
 * on, as bytes or characters, whichever the handler writes.
 */
final class Outlet {
  private final HttpServletResponse real;
  private final CaptureListener listener;
  private final Predicate<Exception> goesOn;
  private boolean nonBlocking;
  private @Nullable PrintWriter writer;
  private @Nullable Charset charset;

  /**
   * Creates it.
   *
   * @param goesOn is told if a copied body fails on its way to the client, and answers whether the
   *     handler is not to notice
   */
  Outlet(HttpServletResponse real, CaptureListener listener, Predicate<Exception> goesOn) {
    this.real = real;
    this.listener = listener;
    this.goesOn = goesOn;
  }

  /** Writing goes on without blocking. */
  void goesNonBlocking() {
    nonBlocking = true;
  }

  /** From now on characters go to the container's own writer. */
  void openWriter(Charset charset) throws IOException {
    this.writer = real.getWriter();
    this.charset = charset;
  }

  /** The container's writer, if characters go there. */
  @Nullable PrintWriter writer() {
    return writer;
  }

  /** Sends bytes that are kept too. */
  void send(byte[] bytes, int offset, int length) throws IOException {
    listener.sends();
    minded(() -> real.getOutputStream().write(bytes, offset, length));
  }

  /** Passes bytes on. */
  void pass(byte[] bytes, int offset, int length) throws IOException {
    if (writer == null || charset == null) {
      real.getOutputStream().write(bytes, offset, length);
    } else {
      writer.append(charset.decode(ByteBuffer.wrap(bytes, offset, length)));
    }
  }

  /** Whether somebody else has written something: no size of the buffer can be set then. */
  boolean hasContent() {
    if (real.isCommitted()) {
      return true;
    }
    try {
      real.setBufferSize(real.getBufferSize());
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  void flush() throws IOException {
    listener.sends();
    minded(nonBlocking ? real.getOutputStream()::flush : real::flushBuffer);
  }

  void close() throws IOException {
    if (writer != null) {
      writer.close();
    } else {
      listener.sends();
      minded(() -> real.getOutputStream().close());
    }
  }

  private void minded(Gate.Step step) throws IOException {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      if (!goesOn.test(e)) {
        throw e;
      }
    }
  }
}

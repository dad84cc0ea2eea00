package io.larder.example.gateway;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The body of an origin's response on its way to the client. No thread waits for either side: the
 * next piece is taken from the origin when the client's connection has taken the one before. What
 * has come is sent before the origin is waited for.
 *
 * <p>One thread at a time is in it: the container's after it was not ready, the origin's after
 * there was nothing to read.
 */
final class ResponsePump implements WriteListener {
  /** Who hears how it ended, once. */
  interface End {
    /** All of it is written. */
    void complete();

    /** It breaks off: the origin has failed, or the client is gone. */
    void broken(Throwable failure);
  }

  private final HttpServletResponse response;
  private final Content.Source source;
  private final End end;
  private final boolean lengthless;
  private @Nullable ServletOutputStream out;
  private Content.@Nullable Chunk next;
  private byte[] piece = new byte[0];
  private boolean unsent = true;
  private boolean last;

  /**
   * Connects the two.
   *
   * @param lengthless whether its length is not that of the body that follows, which is none: that
   *     of an answer to HEAD, and of a 304
   */
  ResponsePump(HttpServletResponse response, Content.Source source, boolean lengthless, End end) {
    this.response = response;
    this.source = source;
    this.lengthless = lengthless;
    this.end = end;
  }

  /** Begins, with a head that is set and not sent. */
  void start() throws IOException {
    next = source.read();
    if (next != null && next.isLast() && !next.hasRemaining() && !Content.Chunk.isFailure(next)) {
      next.release();
      if (lengthless && !response.containsHeader("Content-Length")) {
        // Else the container knows a length, 0, that the origin did not say.
        response.flushBuffer();
      }
      end.complete();
      return;
    }
    out = response.getOutputStream();
    out.setWriteListener(this);
  }

  @Override
  public void onWritePossible() {
    run();
  }

  @Override
  public void onError(Throwable failure) {
    end.broken(failure);
  }

  private void run() {
    try {
      write(Objects.requireNonNull(out, "out"));
    } catch (IOException | RuntimeException e) {
      end.broken(e);
    }
  }

  private void write(ServletOutputStream out) throws IOException {
    while (out.isReady()) {
      if (last) {
        end.complete();
        return;
      }
      Content.Chunk chunk = next == null ? source.read() : next;
      next = null;
      if (chunk == null) {
        if (unsent) {
          unsent = false;
          out.flush();
        }
        source.demand(this::run);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        end.broken(chunk.getFailure());
        return;
      }
      last = chunk.isLast();
      try {
        write(out, chunk.getByteBuffer());
      } finally {
        chunk.release();
      }
    }
  }

  private void write(ServletOutputStream out, ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    if (length == 0) {
      return;
    }
    // The stream may hold on to the array until it is ready again, which is when this goes on.
    if (piece.length < length) {
      piece = new byte[length];
    }
    bytes.get(piece, 0, length);
    unsent = true;
    out.write(piece, 0, length);
  }
}

package io.larder.example.gateway;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * The body of a client's request on its way to the origin. No thread waits for either side: the
 * next piece is read when the origin has taken the one before, so that one piece is held at most.
 */
final class ClientBody implements ReadListener {
  private static final int PIECE = 16 * 1024;

  private final HttpServletRequest request;
  private @Nullable ServletInputStream in;
  private final AsyncRequestContent content = new AsyncRequestContent((String) null);
  private final Pump pump = new Pump();
  private boolean opened;
  private boolean closed;
  private volatile boolean certain;
  private volatile boolean empty;
  private volatile @Nullable Runnable whenCertain;
  private volatile boolean read;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable HttpFields trailers;

  private ClientBody(HttpServletRequest request, boolean certain) {
    this.request = request;
    this.certain = certain;
  }

  /** Returns a request's body, or null if it says that it has none. */
  static @Nullable ClientBody of(HttpServletRequest request) {
    boolean length = request.getContentLengthLong() >= 0;
    boolean said = length || request.getHeader("Transfer-Encoding") != null;
    // HTTP/1 says by one of the two that there is a body, HTTP/2 by not ending the stream.
    boolean none = length ? request.getContentLengthLong() == 0 : !said && isHttp1(request);
    return none ? null : new ClientBody(request, said);
  }

  private static boolean isHttp1(HttpServletRequest request) {
    return request.getProtocol().startsWith("HTTP/1.");
  }

  /** Whether it is known that there is one. */
  boolean isCertain() {
    return certain;
  }

  /** Whether there was none after all. */
  boolean isEmpty() {
    return empty;
  }

  /** What the origin is sent. */
  Request.Content content() {
    return content;
  }

  /** The trailer fields, once the body has been read. */
  @Nullable HttpFields trailers() {
    return trailers;
  }

  /** Whether all of it has been read. */
  boolean isRead() {
    return read;
  }

  /** What was wrong with it when it was read, or null: whatever else breaks is the origin's. */
  @Nullable Throwable failure() {
    return failure;
  }

  /**
   * Begins to read, once. Not before: a client that expects 100 Continue gets it from the container
   * when somebody asks for its stream.
   */
  void open() {
    synchronized (this) {
      if (opened || closed) {
        return;
      }
      opened = true;
    }
    try {
      ServletInputStream stream = request.getInputStream();
      in = stream;
      stream.setReadListener(this);
    } catch (IOException | RuntimeException e) {
      content.fail(e);
      decided();
    }
  }

  /** Begins to read, and says when it is known whether there is a body. */
  void open(Runnable certain) {
    whenCertain = certain;
    open();
  }

  private void decided() {
    certain = true;
    Runnable next = whenCertain;
    whenCertain = null;
    if (next != null) {
      next.run();
    }
  }

  /** Makes sure that nothing is begun any more: the request may belong to somebody else soon. */
  synchronized void close() {
    closed = true;
  }

  @Override
  public void onDataAvailable() {
    pump.iterate();
  }

  @Override
  public void onAllDataRead() {
    pump.iterate();
  }

  @Override
  public void onError(Throwable failure) {
    this.failure = failure;
    content.fail(failure);
    decided();
  }

  /** Reads as long as something is there and the origin takes it. */
  private final class Pump extends IteratingCallback {
    private byte @Nullable [] piece;

    @Override
    protected Action process() throws IOException {
      ServletInputStream in = Objects.requireNonNull(ClientBody.this.in, "in");
      while (!in.isFinished()) {
        if (!in.isReady()) {
          return Action.IDLE;
        }
        byte[] into = piece == null ? new byte[PIECE] : piece;
        piece = into;
        int length = read(in, into);
        if (length > 0) {
          decided();
          content.write(false, ByteBuffer.wrap(into, 0, length), this);
          return Action.SCHEDULED;
        }
        if (length < 0) {
          break;
        }
      }
      trailers = fields(request.getTrailerFields());
      read = true;
      empty = !certain;
      content.close();
      decided();
      return Action.SUCCEEDED;
    }

    private int read(ServletInputStream in, byte[] into) throws IOException {
      try {
        return in.read(into);
      } catch (IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    protected void onFailure(Throwable failure) {
      content.fail(failure);
    }
  }

  private static @Nullable HttpFields fields(@Nullable Map<String, String> trailers) {
    if (trailers == null || trailers.isEmpty()) {
      return null;
    }
    HttpFields.Mutable fields = HttpFields.build();
    trailers.forEach(fields::add);
    return fields.asImmutable();
  }
}

package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The response of a refresh: it goes nowhere, and behaves towards handler and capture as the
 * container's would that has not left yet. It begins as the container's response stands, with what
 * outer filters have put there.
 *
 * <p>No wrapper of the container's response on purpose: whoever unwraps, as dispatchers do, must
 * not reach one that the client has already. Not thread-safe.
 */
final class RefreshResponse extends RefreshHead {

  private final Foreground foreground;
  private final HttpServletRequest request;
  private final SinkOutput output = new SinkOutput(this);
  private @Nullable PrintWriter writer;
  private int bufferSize;
  private boolean committed;

  /**
   * Begins where a response stands that has not left yet.
   *
   * @throws NotInRefresh if only its container could go on from there
   */
  RefreshResponse(HttpServletRequest request, HttpServletResponse real, Foreground foreground) {
    super(request, real, foreground);
    this.foreground = foreground;
    this.request = request;
    bufferSize = real.getBufferSize();
  }

  Foreground foreground() {
    return foreground;
  }

  /** What a handler has begun that goes on asynchronously. */
  AsyncContext asyncContext() {
    return request.getAsyncContext();
  }

  void commit() {
    committed = true;
  }

  /** Called when so many bytes have been written. */
  void written(long bytes) {
    if (bytes > bufferSize || (announced() >= 0 && bytes >= announced())) {
      commit();
    }
  }

  @Override
  public void setBufferSize(int size) {
    if (committed || output.written() > 0) {
      throw new IllegalStateException("The buffer's size cannot change once content was written");
    }
    bufferSize = server() == Server.OTHER ? Math.max(bufferSize, size) : size;
  }

  @Override
  public int getBufferSize() {
    return bufferSize;
  }

  @Override
  public void flushBuffer() {
    commit();
  }

  @Override
  public boolean isCommitted() {
    return committed;
  }

  @Override
  public void resetBuffer() {
    checkNotCommitted();
    output.discard();
  }

  @Override
  public void reset() {
    checkNotCommitted();
    output.discard();
    forget();
  }

  private void checkNotCommitted() {
    if (committed && server() != Server.UNDERTOW) { // which lets a committed response be reset
      throw new IllegalStateException("The response is committed");
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return output;
  }

  @Override
  public PrintWriter getWriter() {
    if (writer == null) {
      writer = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
    }
    return writer;
  }

  @Override
  public void sendError(int status) {
    if (!server().isInterim(status)) {
      answer(status);
    }
  }

  @Override
  public void sendError(int status, @Nullable String message) {
    sendError(status);
  }

  @Override
  public void sendRedirect(String location) {
    sendRedirect(location, SC_FOUND, true);
  }

  /** Answers the method of Servlet 6.1. */
  public void sendRedirect(String location, int status, boolean clearBuffer) {
    setHeader("Location", location);
    answer(status);
  }

  /** Answers in the handler's stead, with a body that nobody sees. */
  private void answer(int status) {
    if (committed) {
      throw new IllegalStateException("The response is committed");
    }
    setStatus(status);
    commit();
  }
}

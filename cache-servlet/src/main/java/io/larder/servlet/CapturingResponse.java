package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response that streams to the client as its container's would and keeps what may be kept.
 *
 * <p>Not for HEAD, which a handler may answer without a body: that is then captured as empty. Used
 * together with a {@link CapturedRequest}. The container's response is buffered here until its
 * first commit, so that one that is complete by then is known whole; after that each byte is copied
 * on its way, up to {@code maxBody} bytes. Whatever cannot be captured is left to the container.
 */
final class CapturingResponse extends HttpServletResponseWrapper {
  private final HttpServletResponse real;
  private final Capture capture;
  private final AsyncEnd asyncEnd;
  private final Heads heads;
  private final ContainerAnswers answers;
  private final Server server;
  private @Nullable CapturingOutput output;
  private @Nullable PrintWriter writer;
  private @Nullable HttpServletRequest request;

  /**
   * Creates a capture.
   *
   * @param maxBody the most bytes of body that may be kept
   */
  CapturingResponse(HttpServletResponse real, long maxBody, CaptureListener listener) {
    super(real);
    this.real = real;
    this.heads = new Heads(real);
    this.capture = new Capture(real, maxBody, heads, listener);
    this.asyncEnd = new AsyncEnd(capture, listener);
    this.answers = new ContainerAnswers(real, capture, this::forgetWriters);
    this.server = Server.of(real);
  }

  /**
   * Called when the chain returned: whether the handler goes on asynchronously. If so, its end is
   * told to the listener; if not, {@link #chainReturned} is to be called next.
   */
  boolean staysOpen() {
    boolean open = asyncEnd.staysOpen();
    if (!open && request != null && request.isAsyncStarted() && !asyncEnd.wasStarted()) {
      handOver(Reason.ASYNC); // by a handler that had unwrapped its request
    }
    return open;
  }

  /** Called when the response is complete. */
  void chainReturned() throws IOException {
    capture.chainReturned();
  }

  /** Called when the chain threw: the container decides what becomes of what has not left yet. */
  void chainThrew() {
    asyncEnd.chainThrew();
    capture.chainThrew();
  }

  /** Whether the handler ended the body itself, so that the client had it before it returned. */
  boolean endedByHandler() {
    return capture.endedByHandler();
  }

  /** Returns what was captured; whole only after the chain returned. */
  Captured captured() {
    return capture.captured();
  }

  /** The request that this response belongs to, as the container made it. */
  void belongsTo(HttpServletRequest request) {
    this.request = request;
  }

  /** Called when the request has gone asynchronous. */
  CapturedAsync startsAsync(AsyncContext context, boolean original) {
    goesAsync();
    return asyncEnd.begun(context, original);
  }

  /** Called when it has done so with another response than this. */
  void startsAsyncElsewhere() {
    handOver(Reason.ASYNC);
  }

  private void goesAsync() {
    try {
      capture.goesAsync();
    } catch (IOException e) {
      capture.lose(Reason.ABORTED); // the handler meets that at its next write
    }
  }

  /** Whether writing to another response is writing to this one. */
  boolean isWithin(ServletResponse other) {
    ServletResponse inner = other;
    while (inner != this && inner instanceof ServletResponseWrapper wrapper) {
      inner = wrapper.getResponse();
    }
    return inner == this;
  }

  /** Called before the connection changes its protocol. */
  void upgrades() {
    handOver(Reason.UPGRADED);
  }

  private void handOver(Reason reason) {
    try {
      capture.handOver(reason);
    } catch (IOException e) {
      // The client is gone; the handler meets that at its next write, from where it may be thrown.
      capture.lose(Reason.ABORTED);
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (writer != null) {
      throw new IllegalStateException("getWriter was called before: use that writer");
    }
    if (output == null) {
      if (capture.passing()) {
        return real.getOutputStream();
      }
      output = new CapturingOutput(capture, real, server);
    }
    return output;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (output != null) {
      throw new IllegalStateException("getOutputStream was called before: use that stream");
    }
    if (writer == null) {
      if (capture.passing()) {
        return real.getWriter();
      }
      CapturingWriter encoding = new CapturingWriter(capture, Encodings.fix(real, server));
      capture.encodeBy(encoding);
      writer = server == Server.UNDERTOW ? new CrLfWriter(encoding) : new PrintWriter(encoding);
    }
    return writer;
  }

  private boolean encodingIsFixed() {
    return writer != null && !capture.passing();
  }

  @Override
  public void setCharacterEncoding(@Nullable String encoding) {
    if (!encodingIsFixed()) {
      super.setCharacterEncoding(encoding);
    }
  }

  /** Overrides the method of Servlet 6.1, which would go past this wrapper. */
  @SuppressWarnings("MissingOverride")
  public void setCharacterEncoding(@Nullable Charset encoding) {
    setCharacterEncoding(encoding == null ? null : encoding.name());
  }

  @Override
  public void setContentType(@Nullable String type) {
    super.setContentType(encodingIsFixed() ? Encodings.withoutCharset(type) : type);
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    super.setHeader(name, noticed(name, value));
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    super.addHeader(name, noticed(name, value));
  }

  private @Nullable String noticed(String name, @Nullable String value) {
    if ("Content-Length".equalsIgnoreCase(name)) {
      heads.announce(Encodings.length(value));
    }
    boolean type = "Content-Type".equalsIgnoreCase(name);
    return type && encodingIsFixed() ? Encodings.withoutCharset(value) : value;
  }

  @Override
  public void setIntHeader(String name, int value) {
    noticed(name, Integer.toString(value));
    super.setIntHeader(name, value);
  }

  @Override
  public void addIntHeader(String name, int value) {
    noticed(name, Integer.toString(value));
    super.addIntHeader(name, value);
  }

  @Override
  public void setContentLength(int length) {
    heads.announce(length);
    super.setContentLength(length);
  }

  @Override
  public void setContentLengthLong(long length) {
    heads.announce(length);
    super.setContentLengthLong(length);
  }

  @Override
  public void addCookie(Cookie cookie) {
    heads.addCookie(cookie);
    super.addCookie(cookie);
  }

  @Override
  public String encodeURL(String url) {
    return personal(url, super.encodeURL(url));
  }

  @Override
  public String encodeRedirectURL(String url) {
    return personal(url, super.encodeRedirectURL(url));
  }

  private String personal(String url, String encoded) {
    if (!encoded.equals(url)) {
      capture.lose(Reason.PERSONAL);
    }
    return encoded;
  }

  @Override
  public void setTrailerFields(Supplier<Map<String, String>> supplier) {
    capture.lose(Reason.TRAILERS);
    super.setTrailerFields(supplier);
  }

  @Override
  public void setBufferSize(int size) {
    if (!capture.passing() && (!capture.holding() || !capture.isEmpty())) {
      throw new IllegalStateException("The buffer's size cannot change once content was written");
    }
    super.setBufferSize(size);
  }

  @Override
  public void flushBuffer() throws IOException {
    capture.flush();
  }

  @Override
  public boolean isCommitted() {
    return super.isCommitted() || capture.keeping();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    capture.discard();
  }

  @Override
  public void reset() {
    super.reset();
    capture.reset();
    forgetWriters();
  }

  /** Called before a forward, which begins with an empty buffer (Servlet 6.0, 9.4). */
  void forwards() {
    if (capture.holding() && !super.isCommitted()) {
      capture.discard();
      if (server == Server.JETTY) {
        capture.encodeBy(null);
        forgetWriters();
      }
    }
  }

  /** Called after a forward, which ends the response. */
  void forwarded() {
    capture.forwarded();
  }

  /**
   * The container's response. Whoever reaches for it may write to it or end it, as Tomcat does
   * after a forward: what is held goes there first.
   */
  @Override
  public ServletResponse getResponse() {
    try {
      capture.makeWay();
    } catch (IOException e) {
      capture.lose(Reason.ABORTED);
    }
    return super.getResponse();
  }

  @Override
  public void setLocale(Locale locale) {
    super.setLocale(locale);
    heads.setLanguage(locale);
  }

  private void forgetWriters() {
    output = null;
    writer = null;
  }

  @Override
  public void sendError(int status) throws IOException {
    answers.error(status, () -> super.sendError(status));
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    answers.error(status, () -> super.sendError(status, message));
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    answers.beforeRedirect(location, 302, true);
    super.sendRedirect(location);
  }

  /** Overrides the method of Servlet 6.1, which would go past this wrapper. */
  @SuppressWarnings("MissingOverride")
  public void sendRedirect(String location, int status) throws IOException {
    sendRedirect(location, status, true);
  }

  /** Overrides the method of Servlet 6.1, which would go past this wrapper. */
  @SuppressWarnings("MissingOverride")
  public void sendRedirect(String location, boolean clearBuffer) throws IOException {
    sendRedirect(location, 302, clearBuffer);
  }

  /** Overrides the method of Servlet 6.1, which would go past this wrapper. */
  @SuppressWarnings("MissingOverride")
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    answers.beforeRedirect(location, status, clearBuffer);
    Servlet61.sendRedirect(real, location, status, clearBuffer);
  }
}

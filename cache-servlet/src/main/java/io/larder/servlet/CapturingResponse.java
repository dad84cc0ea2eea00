package io.larder.servlet;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
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
final class CapturingResponse extends NoticedResponse {
  private final HttpServletResponse real;
  private final CaptureListener listener;
  private final BodyWay body;
  private final BodyEnd ending;
  private final Capture capture;
  private final AsyncEnd asyncEnd;
  private final ContainerAnswers answers;
  private final Server server;
  private @Nullable CapturingOutput output;
  private @Nullable PrintWriter writer;
  private @Nullable HttpServletRequest request;

  /**
   * Creates a capture.
   *
   * @param maxBody the most bytes of body that may be kept
   * @param inFlight the memory for it
   */
  CapturingResponse(
      HttpServletResponse real, long maxBody, InFlight inFlight, CaptureListener listener) {
    this(
        real,
        maxBody,
        new Heads(real),
        new Gate(Server.of(real)),
        new BodyCopy(listener, inFlight),
        listener);
  }

  private CapturingResponse(
      HttpServletResponse real,
      long maxBody,
      Heads heads,
      Gate gate,
      BodyCopy copy,
      CaptureListener listener) {
    super(new GatedResponse(real, gate), heads);
    this.real = real;
    this.server = Server.of(real);
    this.listener = listener;
    this.body = new BodyWay(real, maxBody, heads, copy, listener);
    this.ending = new BodyEnd(real, heads, body, copy);
    this.capture = new Capture(body, ending, gate);
    this.asyncEnd = new AsyncEnd(capture, ending, listener);
    this.answers = new ContainerAnswers(real, body, this::forgetWriters);
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
    ending.byFailure();
  }

  /** Whether the handler ended the body itself, so that the client had it before it returned. */
  boolean endedByHandler() {
    return ending.wasBeforeReturn();
  }

  /** Returns what was captured; whole only after the chain returned. */
  Captured captured() {
    return ending.captured();
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
      body.lose(Reason.ABORTED); // the handler meets that at its next write
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

  /** Called when the handler has read content that no key holds. */
  void hadContent() {
    body.forsake(Reason.REQUEST_BODY);
  }

  /** Called before the connection changes its protocol. */
  void upgrades() {
    handOver(Reason.UPGRADED);
  }

  private void handOver(Reason reason) {
    try {
      body.handOver(reason);
    } catch (IOException e) {
      // The client is gone; the handler meets that at its next write, from where it may be thrown.
      body.lose(Reason.ABORTED);
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    if (writer != null) {
      throw new IllegalStateException("getWriter was called before: use that writer");
    }
    if (output == null) {
      output = new CapturingOutput(capture, body, real, server);
    }
    return output;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (output != null) {
      throw new IllegalStateException("getOutputStream was called before: use that stream");
    }
    if (writer == null) {
      capture.pass(this::openWriter);
    }
    return requireNonNull(writer, "writer");
  }

  private void openWriter() throws IOException {
    CapturingWriter encoding = new CapturingWriter(capture, Encodings.fix(real, server));
    body.encodeBy(encoding);
    writer = server == Server.UNDERTOW ? new CrLfWriter(encoding) : new PrintWriter(encoding);
  }

  @Override
  boolean encodingIsFixed() {
    return writer != null && !body.passing();
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
      body.lose(Reason.PERSONAL);
    }
    return encoded;
  }

  @Override
  public void setTrailerFields(Supplier<Map<String, String>> supplier) {
    if (!listener.dropsTrailers()) {
      body.lose(Reason.TRAILERS);
    }
    super.setTrailerFields(supplier);
  }

  @Override
  public void setBufferSize(int size) {
    if (!body.passing() && (!body.holding() || !body.isEmpty())) {
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
    return super.isCommitted() || body.keeping();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    body.discard();
  }

  @Override
  public void reset() {
    super.reset();
    body.reset();
    forgetWriters();
  }

  /** Called before a forward, which begins with an empty buffer (Servlet 6.0, 9.4). */
  void forwards() {
    if (body.holding() && !super.isCommitted()) {
      body.discard();
      if (server == Server.JETTY) {
        body.forgetWriter();
        forgetWriters();
      }
    }
  }

  /** Called after a forward, which ends the response. */
  void forwarded() {
    body.forwarded();
  }

  /**
   * The container's response. Whoever reaches for it may write to it or end it, as Tomcat does
   * after a forward: what is held goes there first.
   */
  @Override
  public ServletResponse getResponse() {
    try {
      body.makeWay();
    } catch (IOException e) {
      body.lose(Reason.ABORTED);
    }
    return super.getResponse();
  }

  private void forgetWriters() {
    output = null;
    writer = null;
  }

  @Override
  public void sendError(int status) throws IOException {
    capture.pass(() -> answers.error(status, () -> super.sendError(status)));
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    capture.pass(() -> answers.error(status, () -> super.sendError(status, message)));
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    capture.pass(() -> answers.redirect(location, 302, true, () -> super.sendRedirect(location)));
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
    capture.pass(
        () ->
            answers.redirect(
                location,
                status,
                clearBuffer,
                () -> Servlet61.sendRedirect(real, location, status, clearBuffer)));
  }
}

package io.larder.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The container's response for as long as it is this request's. After that it is like one that was
 * committed: what would change its head is ignored, and what would take it back is refused.
 *
 * <p>Its streams are the container's own, for whoever minds the {@link Gate} himself.
 */
final class GatedResponse extends HttpServletResponseWrapper {
  private final Gate gate;

  GatedResponse(HttpServletResponse real, Gate gate) {
    super(real);
    this.gate = gate;
  }

  private void change(Runnable step) {
    boolean unused = gate.passes(step);
  }

  private void takeBack(Runnable step) {
    if (!gate.passes(step)) {
      throw new IllegalStateException("The response has ended, and cannot be taken back");
    }
  }

  @Override
  public boolean isCommitted() {
    return gate.isShut() || super.isCommitted();
  }

  @Override
  public void addCookie(Cookie cookie) {
    change(() -> super.addCookie(cookie));
  }

  @Override
  public void setStatus(int status) {
    change(() -> super.setStatus(status));
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    change(() -> super.setHeader(name, value));
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    change(() -> super.addHeader(name, value));
  }

  @Override
  public void setIntHeader(String name, int value) {
    change(() -> super.setIntHeader(name, value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    change(() -> super.addIntHeader(name, value));
  }

  @Override
  public void setDateHeader(String name, long date) {
    change(() -> super.setDateHeader(name, date));
  }

  @Override
  public void addDateHeader(String name, long date) {
    change(() -> super.addDateHeader(name, date));
  }

  @Override
  public void setContentType(@Nullable String type) {
    change(() -> super.setContentType(type));
  }

  @Override
  public void setCharacterEncoding(@Nullable String encoding) {
    change(() -> super.setCharacterEncoding(encoding));
  }

  @Override
  public void setContentLength(int length) {
    change(() -> super.setContentLength(length));
  }

  @Override
  public void setContentLengthLong(long length) {
    change(() -> super.setContentLengthLong(length));
  }

  @Override
  public void setLocale(Locale locale) {
    change(() -> super.setLocale(locale));
  }

  @Override
  public void setTrailerFields(Supplier<Map<String, String>> supplier) {
    takeBack(() -> super.setTrailerFields(supplier));
  }

  @Override
  public void setBufferSize(int size) {
    takeBack(() -> super.setBufferSize(size));
  }

  @Override
  public void reset() {
    takeBack(super::reset);
  }

  @Override
  public void resetBuffer() {
    takeBack(super::resetBuffer);
  }

  @Override
  public void flushBuffer() throws IOException {
    gate.pass(super::flushBuffer);
  }

  @Override
  public void sendError(int status) throws IOException {
    gate.pass(() -> super.sendError(status));
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    gate.pass(() -> super.sendError(status, message));
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    gate.pass(() -> super.sendRedirect(location));
  }
}

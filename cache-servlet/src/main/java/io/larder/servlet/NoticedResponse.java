package io.larder.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A response that notices what a handler says of its head and containers keep to themselves. */
abstract class NoticedResponse extends HttpServletResponseWrapper {
  private final Heads heads;
  private final CaptureListener listener;

  NoticedResponse(HttpServletResponse real, Heads heads, CaptureListener listener) {
    super(real);
    this.heads = heads;
    this.listener = listener;
  }

  @Override
  public void setStatus(int status) {
    listener.says();
    super.setStatus(status);
  }

  /** Whether characters are encoded already, so that their encoding cannot change. */
  abstract boolean encodingIsFixed();

  @Override
  public void setCharacterEncoding(@Nullable String encoding) {
    if (!encodingIsFixed()) {
      listener.says();
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
    listener.says();
    super.setContentType(encodingIsFixed() ? Encodings.withoutCharset(type) : type);
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    listener.says();
    heads.said().set(name, value);
    super.setHeader(name, noticed(name, value));
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    listener.says();
    heads.said().add(name, value);
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
    listener.says();
    heads.said().set(name, noticed(name, Integer.toString(value)));
    super.setIntHeader(name, value);
  }

  @Override
  public void addIntHeader(String name, int value) {
    listener.says();
    heads.said().add(name, noticed(name, Integer.toString(value)));
    super.addIntHeader(name, value);
  }

  @Override
  public void setDateHeader(String name, long date) {
    listener.says();
    heads.said().set(name, null); // as the container spells it
    super.setDateHeader(name, date);
  }

  @Override
  public void addDateHeader(String name, long date) {
    listener.says();
    heads.said().add(name, null);
    super.addDateHeader(name, date);
  }

  @Override
  public void setContentLength(int length) {
    listener.says();
    heads.announce(length);
    super.setContentLength(length);
  }

  @Override
  public void setContentLengthLong(long length) {
    listener.says();
    heads.announce(length);
    super.setContentLengthLong(length);
  }

  @Override
  public void addCookie(Cookie cookie) {
    listener.says();
    heads.addCookie(cookie);
    super.addCookie(cookie);
  }

  @Override
  public void setLocale(Locale locale) {
    listener.says();
    super.setLocale(locale);
    heads.setLanguage(locale);
  }
}

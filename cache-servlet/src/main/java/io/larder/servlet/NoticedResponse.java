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

  NoticedResponse(HttpServletResponse real, Heads heads) {
    super(real);
    this.heads = heads;
  }

  /** Whether characters are encoded already, so that their encoding cannot change. */
  abstract boolean encodingIsFixed();

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
    heads.said().set(name, value);
    super.setHeader(name, noticed(name, value));
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
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
    heads.said().set(name, noticed(name, Integer.toString(value)));
    super.setIntHeader(name, value);
  }

  @Override
  public void addIntHeader(String name, int value) {
    heads.said().add(name, noticed(name, Integer.toString(value)));
    super.addIntHeader(name, value);
  }

  @Override
  public void setDateHeader(String name, long date) {
    heads.said().set(name, null); // as the container spells it
    super.setDateHeader(name, date);
  }

  @Override
  public void addDateHeader(String name, long date) {
    heads.said().add(name, null);
    super.addDateHeader(name, date);
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
  public void setLocale(Locale locale) {
    super.setLocale(locale);
    heads.setLanguage(locale);
  }
}

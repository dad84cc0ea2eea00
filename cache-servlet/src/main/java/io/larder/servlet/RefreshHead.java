package io.larder.servlet;

import io.larder.http.HttpDate;
import io.larder.http.HttpFields;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The head of a {@link RefreshResponse}: status and fields, kept as the container would keep them.
 * Not thread-safe.
 */
abstract class RefreshHead implements HttpServletResponse {

  private final HttpServletRequest request;
  private final HttpServletResponse real;
  private final Server server;
  private final SinkFields fields = new SinkFields();
  private final SinkType type;
  private @Nullable Supplier<Map<String, String>> trailers;
  private Locale locale;
  private int status;
  private long announced = -1;

  /**
   * Begins where a response stands that has not left yet.
   *
   * @throws NotInRefresh if only its container could go on from there
   */
  RefreshHead(HttpServletRequest request, HttpServletResponse real, Foreground foreground) {
    this.request = request;
    this.real = real;
    server = Server.of(real);
    type = SinkType.of(request, real, foreground);
    HttpFields standing = HandlerFields.before(real);
    fields.addAll(standing.retain(name -> !isType(name)));
    locale = real.getLocale();
    status = real.getStatus();
  }

  /** The container whose response this one stands for. */
  final Server server() {
    return server;
  }

  /** The length that was announced for the body, or less than 0. */
  final long announced() {
    return announced;
  }

  /** Forgets all that was said, as the container would. */
  final void forget() {
    fields.clear();
    type.reset();
    trailers = null;
    status = SC_OK;
    announced = -1;
    locale = Locale.getDefault();
  }

  private static boolean isType(String name) {
    return name.equalsIgnoreCase("Content-Type");
  }

  /** Whether what is said counts: no more once the head has left, and never out of an include. */
  private boolean listens() {
    // Jetty and Tomcat see to includes themselves, Undertow's own response does.
    return !isCommitted() && request.getDispatcherType() != DispatcherType.INCLUDE;
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    if (name == null || value == null || !listens()) {
      return;
    }
    if (isType(name)) {
      type.set(value);
    } else {
      noteLength(name, value);
      fields.add(name, value);
    }
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (name == null || !listens()) {
      return;
    }
    if (isType(name)) {
      type.set(value);
    } else {
      noteLength(name, value);
      fields.set(name, value);
    }
  }

  private void noteLength(String name, @Nullable String value) {
    if (name.equalsIgnoreCase("Content-Length")) {
      announced = Encodings.length(value);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    setHeader(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    addHeader(name, Integer.toString(value));
  }

  @Override
  public void setDateHeader(String name, long date) {
    setHeader(name, HttpDate.format(Instant.ofEpochMilli(date)));
  }

  @Override
  public void addDateHeader(String name, long date) {
    addHeader(name, HttpDate.format(Instant.ofEpochMilli(date)));
  }

  @Override
  public void addCookie(Cookie cookie) {
    addHeader("Set-Cookie", cookie.getName() + '=' + cookie.getValue());
  }

  @Override
  public boolean containsHeader(String name) {
    return isType(name) ? type.type() != null : fields.first(name) != null;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isType(name) ? type.field() : fields.first(name);
  }

  @Override
  public Collection<String> getHeaders(String name) {
    String standing = isType(name) ? type.field() : null;
    if (standing != null) {
      return List.of(standing);
    }
    List<String> all = fields.all(name);
    return server == Server.OTHER ? new LinkedHashSet<>(all) : all; // as Tomcat's getter
  }

  @Override
  public Collection<String> getHeaderNames() {
    Collection<String> names = fields.names();
    if (type.field() != null) {
      names.add("Content-Type");
    }
    return names;
  }

  @Override
  public void setStatus(int status) {
    if (listens()) {
      this.status = status;
    }
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void setContentLength(int length) {
    setContentLengthLong(length);
  }

  @Override
  public void setContentLengthLong(long length) {
    setHeader("Content-Length", length < 0 ? null : Long.toString(length));
  }

  @Override
  public void setContentType(@Nullable String text) {
    if (listens()) {
      type.set(text);
    }
  }

  @Override
  public @Nullable String getContentType() {
    return type.type();
  }

  @Override
  public void setCharacterEncoding(@Nullable String encoding) {
    if (listens()) {
      type.setEncoding(encoding);
    }
  }

  @Override
  public String getCharacterEncoding() {
    return type.encoding();
  }

  @Override
  public void setLocale(@Nullable Locale locale) {
    if (!listens()) {
      return;
    }
    fields.set("Content-Language", type.localized(locale));
    this.locale = locale == null ? Locale.getDefault() : locale;
  }

  @Override
  public Locale getLocale() {
    return locale;
  }

  @Override
  public void setTrailerFields(@Nullable Supplier<Map<String, String>> supplier) {
    trailers = supplier;
  }

  @Override
  public @Nullable Supplier<Map<String, String>> getTrailerFields() {
    return trailers;
  }

  @Override
  public String encodeURL(String url) {
    return real.encodeURL(url);
  }

  @Override
  public String encodeRedirectURL(String url) {
    return real.encodeRedirectURL(url);
  }
}

package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of a handler whose response may be shared: it notes what is read of it that could
 * tell users apart, and hides what a rule has it hide.
 */
class WatchedRequest extends WatchedAsker {

  /** Attributes in which containers show the query that came. */
  private static final List<String> QUERIES =
      List.of(
          RequestDispatcher.FORWARD_QUERY_STRING,
          AsyncContext.ASYNC_QUERY_STRING,
          "jakarta.servlet.error.query_string");

  private static final String CONNECTION = "Connection";

  private final Reads reads;
  private final WatchedFields fields;
  private final WatchedQuery query;
  private final WatchedAttributes attributes;

  /** Whether the handler has said how the content is encoded. */
  private volatile boolean encodingIsSet;

  /**
   * Creates it.
   *
   * @param reads notes what is read
   */
  WatchedRequest(HttpServletRequest real, CapturingResponse response, Reads reads) {
    super(real, response, reads);
    this.reads = reads;
    this.fields = new WatchedFields(reads);
    this.query = new WatchedQuery(UndertowQuery.of(real), reads);
    this.attributes = new WatchedAttributes(reads);
  }

  /**
   * Whether a header field is hidden from the handler, which is then no read of it.
   *
   * @param name in any case
   */
  boolean isHidden(String name) {
    ReadRules rules = reads.rules();
    return !rules.shows() && rules.hidesField(RequestFieldKinds.lowerCase(name));
  }

  @Override
  public Cookie @Nullable [] getCookies() {
    if (isHidden("Cookie")) {
      return null;
    }
    boolean there = super.getHeader("Cookie") != null;
    fields.read("cookie", there);
    return super.getCookies();
  }

  @Override
  public @Nullable String getHeader(String name) {
    if (name == null || isHidden(name)) {
      return null;
    }
    String value = super.getHeader(name);
    read(name, value != null);
    return value;
  }

  private void read(String name, boolean isThere) {
    fields.read(name, isThere);
    if (isThere && name.equalsIgnoreCase(CONNECTION) && reads.rules().watch()) {
      for (String each : Collections.list(super.getHeaders(name))) {
        if (!RequestFieldKinds.isUsualConnection(each)) {
          reads.there(ReadKinds.HEADER + "connection");
        }
      }
    }
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    if (name == null || isHidden(name)) {
      return Collections.emptyEnumeration();
    }
    Enumeration<String> values = super.getHeaders(name);
    read(name, values != null && values.hasMoreElements());
    return values;
  }

  /** Which no key holds, and no {@code Vary} names. */
  @Override
  public Map<String, String> getTrailerFields() {
    Map<String, String> trailers = super.getTrailerFields();
    if (!trailers.isEmpty()) {
      reads.there(ReadKinds.HEADERS);
    }
    return trailers;
  }

  /** The names of all header fields, before a rule hides some; null if the container tells none. */
  @Nullable Enumeration<String> fieldNames() {
    return super.getHeaderNames();
  }

  @Override
  public final @Nullable Enumeration<String> getHeaderNames() {
    return fields.all(fieldNames(), this::isHidden);
  }

  @Override
  public long getDateHeader(String name) {
    return getHeader(name) == null ? -1 : super.getDateHeader(name);
  }

  @Override
  public int getIntHeader(String name) {
    return getHeader(name) == null ? -1 : super.getIntHeader(name);
  }

  @Override
  public Locale getLocale() {
    if (isHidden("Accept-Language")) {
      return Locale.getDefault(); // as without the field (Servlet 6.0, 3.8)
    }
    fields.read("accept-language", super.getHeader("Accept-Language") != null);
    return super.getLocale();
  }

  @Override
  public Enumeration<Locale> getLocales() {
    if (isHidden("Accept-Language")) {
      return Collections.enumeration(List.of(Locale.getDefault()));
    }
    fields.read("accept-language", super.getHeader("Accept-Language") != null);
    return super.getLocales();
  }

  @Override
  public @Nullable String getContentType() {
    if (isHidden("Content-Type")) {
      return null;
    }
    fields.read("content-type", super.getContentType() != null);
    return super.getContentType();
  }

  /** Which is what the content type says, unless the handler has said something else. */
  @Override
  public @Nullable String getCharacterEncoding() {
    if (!encodingIsSet && isHidden("Content-Type")) {
      return getServletContext().getRequestCharacterEncoding();
    }
    if (!encodingIsSet) {
      fields.read("content-type", super.getContentType() != null);
    }
    return super.getCharacterEncoding();
  }

  @Override
  public void setCharacterEncoding(String encoding) throws UnsupportedEncodingException {
    super.setCharacterEncoding(encoding);
    encodingIsSet = true;
  }

  /** Overrides the method of Servlet 6.1, which would go past this wrapper. */
  @SuppressWarnings("MissingOverride")
  public void setCharacterEncoding(Charset encoding) {
    try {
      setCharacterEncoding(encoding.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalArgumentException(encoding + " is not supported", e);
    }
  }

  @Override
  public @Nullable String getQueryString() {
    return query.text(super.getQueryString());
  }

  @Override
  public @Nullable String getParameter(String name) {
    return query.sees(name) ? super.getParameter(name) : null;
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return query.sees(name) ? super.getParameterValues(name) : null;
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return query.names(super.getParameterNames());
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return query.map(super.getParameterMap());
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    Object value = super.getAttribute(name);
    return QUERIES.contains(String.valueOf(name)) && value instanceof String said
        ? query.text(said)
        : attributes.read(name, value);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return attributes.names(super.getAttributeNames(), super::getAttribute);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    attributes.set(name);
    super.setAttribute(name, value);
  }

  @Override
  public void removeAttribute(String name) {
    attributes.set(name);
    super.removeAttribute(name);
  }
}

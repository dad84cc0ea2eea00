package io.larder.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose content was read before its handler runs, and is given to it all the same: as a
 * stream, as text, and as parameters where it is a form.
 */
final class ContentRequest extends HttpServletRequestWrapper {

  private final ContentInput content;

  /** The whole of a form that the container can have no parameters of any more; or null. */
  private final byte @Nullable [] form;

  private final @Nullable IOException failure;

  private @Nullable String encoding;
  private boolean streamed;
  private @Nullable BufferedReader reader;
  private @Nullable Map<String, String[]> parameters;

  /**
   * Creates it.
   *
   * @param form the content, if a container would have parsed it
   * @param failure how reading it has ended, if it has failed
   */
  ContentRequest(
      HttpServletRequest real,
      ContentInput content,
      byte @Nullable [] form,
      @Nullable IOException failure) {
    super(real);
    this.content = content;
    this.form = form;
    this.failure = failure;
  }

  @Override
  public ServletInputStream getInputStream() {
    if (reader != null) {
      throw new IllegalStateException("getReader was called before");
    }
    streamed = true;
    return content;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    BufferedReader open = reader;
    if (open == null) {
      if (streamed) {
        throw new IllegalStateException("getInputStream was called before");
      }
      open = new BufferedReader(new InputStreamReader(content, charset(ISO_8859_1)));
      reader = open;
    }
    return open;
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    return encoding != null ? encoding : super.getCharacterEncoding();
  }

  /** The container has no say any more: its stream has been read. */
  @Override
  public void setCharacterEncoding(String encoding) throws UnsupportedEncodingException {
    if (reader == null && parameters == null) {
      charset(encoding);
      this.encoding = encoding;
    }
  }

  /** Servlet 6.1. */
  @SuppressWarnings("MissingOverride")
  public void setCharacterEncoding(Charset encoding) {
    if (reader == null && parameters == null) {
      this.encoding = encoding.name();
    }
  }

  private Charset charset(Charset otherwise) throws UnsupportedEncodingException {
    String name = getCharacterEncoding();
    return name == null ? otherwise : charset(name);
  }

  private static Charset charset(String name) throws UnsupportedEncodingException {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw (UnsupportedEncodingException) new UnsupportedEncodingException(name).initCause(e);
    }
  }

  @Override
  public @Nullable String getParameter(String name) {
    if (form == null) {
      return super.getParameter(name);
    }
    String[] values = getParameterValues(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    if (form == null) {
      return super.getParameterValues(name);
    }
    String[] values = getParameterMap().get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return form == null
        ? super.getParameterNames()
        : Collections.enumeration(getParameterMap().keySet());
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> known = parameters;
    if (known == null) {
      if (form != null && failure != null) {
        throw new IllegalStateException("the form was cut short", failure);
      }
      known = super.getParameterMap();
      // Servlet 6.0 3.1.1: once a handler reads the content itself, it is none for parameters.
      if (form != null && !streamed && reader == null) {
        known = FormParameters.behind(known, form, formCharset());
      }
      if (form != null) {
        parameters = known;
      }
    }
    return known;
  }

  /** What the container itself takes a form to be in that does not say so. */
  private Charset formCharset() {
    try {
      return charset(Server.of(getRequest()) == Server.JETTY ? UTF_8 : ISO_8859_1);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("the form's charset is unknown: " + e.getMessage(), e);
    }
  }
}

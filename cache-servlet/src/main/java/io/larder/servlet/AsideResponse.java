package io.larder.servlet;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A response that takes {@code Larder-Cache-Control} aside: it is for the cache alone. */
final class AsideResponse extends HttpServletResponseWrapper {

  static final String FIELD = "Larder-Cache-Control";

  private final List<String> aside = new ArrayList<>(0);

  private final IntPredicate answers;

  AsideResponse(HttpServletResponse response) {
    this(response, status -> false);
  }

  /**
   * Wraps a response.
   *
   * @param answers the errors that are answers like others, which may be replaced before they
   *     leave, in place of pages that the container makes
   */
  AsideResponse(HttpServletResponse response, IntPredicate answers) {
    super(response);
    this.answers = answers;
  }

  /** The lines that were taken aside, in order. */
  List<String> aside() {
    return aside;
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (FIELD.equalsIgnoreCase(name)) {
      aside.clear();
      addHeader(name, value);
    } else {
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    if (!FIELD.equalsIgnoreCase(name)) {
      super.addHeader(name, value);
    } else if (value != null) {
      aside.add(value);
    }
  }

  @Override
  public boolean containsHeader(String name) {
    return FIELD.equalsIgnoreCase(name) ? !aside.isEmpty() : super.containsHeader(name);
  }

  @Override
  public @Nullable String getHeader(String name) {
    if (FIELD.equalsIgnoreCase(name)) {
      return aside.isEmpty() ? null : aside.get(0);
    }
    return super.getHeader(name);
  }

  @Override
  public Collection<String> getHeaders(String name) {
    return FIELD.equalsIgnoreCase(name) ? List.copyOf(aside) : super.getHeaders(name);
  }

  @Override
  public void reset() {
    super.reset();
    aside.clear();
  }

  @Override
  public void sendError(int status) throws IOException {
    if (isAnswer(status)) {
      answer(status);
    } else {
      super.sendError(status);
    }
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    if (isAnswer(status)) {
      answer(status);
    } else {
      super.sendError(status, message);
    }
  }

  private boolean isAnswer(int status) {
    return answers.test(status) && !isCommitted();
  }

  private void answer(int status) throws IOException {
    resetBuffer();
    setStatus(status);
    flushBuffer();
  }
}

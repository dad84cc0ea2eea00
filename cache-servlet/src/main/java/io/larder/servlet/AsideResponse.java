package io.larder.servlet;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A response that takes aside what a handler says to the cache alone. */
final class AsideResponse extends HttpServletResponseWrapper {

  private final AsideFields aside;

  private final IntPredicate answers;

  AsideResponse(HttpServletResponse response, AsideFields aside) {
    this(response, aside, status -> false);
  }

  /**
   * Wraps a response.
   *
   * @param aside takes the fields
   * @param answers the errors that are answers like others, which may be replaced before they
   *     leave, in place of pages that the container makes
   */
  AsideResponse(HttpServletResponse response, AsideFields aside, IntPredicate answers) {
    super(response);
    this.aside = aside;
    this.answers = answers;
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (aside.take(name)) {
      aside.set(name, value);
    } else {
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    if (aside.take(name)) {
      aside.add(name, value);
    } else {
      super.addHeader(name, value);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    if (aside.take(name)) {
      aside.set(name, Integer.toString(value));
    } else {
      super.setIntHeader(name, value);
    }
  }

  @Override
  public void addIntHeader(String name, int value) {
    if (aside.take(name)) {
      aside.add(name, Integer.toString(value));
    } else {
      super.addIntHeader(name, value);
    }
  }

  @Override
  public boolean containsHeader(String name) {
    return aside.take(name) ? !aside.all(name).isEmpty() : super.containsHeader(name);
  }

  @Override
  public @Nullable String getHeader(String name) {
    if (aside.take(name)) {
      List<String> lines = aside.all(name);
      return lines.isEmpty() ? null : lines.get(0);
    }
    return super.getHeader(name);
  }

  @Override
  public Collection<String> getHeaders(String name) {
    return aside.take(name) ? aside.all(name) : super.getHeaders(name);
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

package io.larder.servlet;

import io.larder.http.HttpDate;
import io.larder.http.HttpFields;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request of a fill: without the client's conditions and range, so that the handler answers
 * with the whole response.
 */
final class FillRequest extends WatchedRequest {
  private static final Set<String> HIDDEN =
      Set.of(
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "range");

  private volatile HttpFields conditions;

  /**
   * Creates it.
   *
   * @param reads notes what the handler reads
   * @param conditions what the handler sees in place of the client's conditions
   */
  FillRequest(
      HttpServletRequest real, CapturingResponse response, Reads reads, HttpFields conditions) {
    super(real, response, reads);
    this.conditions = conditions;
  }

  /** Has the handler see other conditions from now on. */
  void shows(HttpFields conditions) {
    this.conditions = conditions;
  }

  /** Whether a field is hidden from the handler. */
  static boolean hidden(@Nullable String name) {
    return name != null && HIDDEN.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable String getHeader(String name) {
    return hidden(name) ? conditions.first(name) : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return hidden(name) ? Collections.enumeration(conditions.all(name)) : super.getHeaders(name);
  }

  @Override
  @Nullable Enumeration<String> fieldNames() {
    Enumeration<String> names = super.fieldNames();
    if (names == null) {
      return null;
    }
    List<String> shown = Collections.list(names);
    shown.removeIf(FillRequest::hidden);
    HttpFields now = conditions;
    for (int i = 0; i < now.size(); i++) {
      shown.add(now.name(i));
    }
    return Collections.enumeration(shown);
  }

  @Override
  public long getDateHeader(String name) {
    if (!hidden(name)) {
      return super.getDateHeader(name);
    }
    String date = conditions.first(name);
    return date == null
        ? -1
        : HttpDate.parse(date, Instant.now())
            .orElseThrow(() -> new IllegalArgumentException(name + " is no date: " + date))
            .toEpochMilli();
  }

  @Override
  public int getIntHeader(String name) {
    if (!hidden(name)) {
      return super.getIntHeader(name);
    }
    String number = conditions.first(name);
    return number == null ? -1 : Integer.parseInt(number);
  }
}

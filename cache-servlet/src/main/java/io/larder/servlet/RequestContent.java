package io.larder.servlet;

import io.larder.http.CacheStatus;
import io.larder.http.ContentKey;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request, read before its handler runs so that the key can hold it, or as much of
 * it as the rule allows.
 *
 * @param request what the handler gets: with all of the content, whatever was read of it
 * @param digest what the key holds; null if it can hold none
 * @param refusal why not; of no meaning if it can
 */
record RequestContent(HttpServletRequest request, @Nullable String digest, CacheStatus refusal) {

  private static final int PIECE = 4096;

  /**
   * Reads the content of a request. That waits for a client that sends it slowly, as a handler that
   * reads it does.
   *
   * @param most so many bytes are read and kept, and one more to see whether that is all
   * @param waits how many requests may still wait for their content, each with its thread
   */
  static RequestContent of(HttpServletRequest request, int most, Semaphore waits) {
    String type = mediaType(request.getContentType());
    long announced = request.getContentLengthLong();
    if (announced > most) {
      return new RequestContent(request, null, Statuses.REQUEST_TOO_LARGE);
    }
    boolean form =
        request.getMethod().equals("POST") && type.equals("application/x-www-form-urlencoded");
    // A container parses these itself, and could not any more.
    boolean expands = request.getHeader("Content-Encoding") != null;
    if (type.startsWith("multipart/") || (form && (announced < 0 || expands))) {
      return new RequestContent(request, null, Statuses.REQUEST_BODY);
    }
    ServletInputStream in;
    boolean there;
    try {
      in = request.getInputStream();
      there = announced >= 0 && in.available() >= announced;
    } catch (IOException | IllegalStateException e) {
      return new RequestContent(
          request, null, Statuses.REQUEST_BODY); // somebody reads it as text already
    }
    if (!there && !waits.tryAcquire()) {
      return new RequestContent(request, null, Statuses.REQUEST_SLOW);
    }
    try {
      return read(request, in, announced, most, form);
    } finally {
      if (!there) {
        waits.release();
      }
    }
  }

  private static RequestContent read(
      HttpServletRequest request, ServletInputStream in, long announced, int most, boolean form) {
    byte[] bytes = new byte[announced < 0 ? Math.min(PIECE, most + 1) : (int) announced + 1];
    int length = 0;
    IOException failure = null;
    try {
      for (int count; length <= most; length += count) {
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, most + 1L));
        }
        count = in.read(bytes, length, bytes.length - length);
        if (count < 0) {
          break;
        }
      }
    } catch (IOException e) {
      failure = e;
    }
    boolean more = length > most;
    boolean whole = failure == null && !more && isWhole(request, announced, length);
    if (length == 0 && failure == null && !whole) {
      return new RequestContent(request, null, Statuses.REQUEST_BODY); // somebody else has read it
    }
    byte[] parameters = form ? Arrays.copyOf(bytes, length) : null;
    ContentInput content = new ContentInput(request, bytes, length, more ? in : null, failure);
    HttpServletRequest given = new ContentRequest(request, content, parameters, failure);
    String digest = whole ? ContentKey.of(name -> lines(request, name), bytes, length) : null;
    return new RequestContent(
        given, digest, more ? Statuses.REQUEST_TOO_LARGE : Statuses.REQUEST_BODY);
  }

  /**
   * Whether that was all, as far as can be told: a filter outside may have read it before, and what
   * it learnt would be in no key. Trailer fields are in none either.
   */
  private static boolean isWhole(HttpServletRequest request, long announced, int length) {
    if (announced >= 0 && announced != length) {
      return false;
    }
    boolean none =
        request.getProtocol().startsWith("HTTP/1.")
            && request.getHeader("Transfer-Encoding") == null;
    if (length == 0 && announced < 0 && !none) {
      return false;
    }
    Map<String, String> trailers =
        request.isTrailerFieldsReady() ? request.getTrailerFields() : null;
    return trailers == null || trailers.isEmpty();
  }

  private static List<String> lines(HttpServletRequest request, String name) {
    Enumeration<String> lines = request.getHeaders(name);
    return lines == null ? List.of() : Collections.list(lines);
  }

  private static String mediaType(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}

package io.larder.example;

import io.larder.example.UpstreamException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client of a server that speaks the Hipolabs universities API.
 *
 * <p>A call blocks until the whole answer was read and checked, and never longer than the deadline.
 * Thread-safe.
 */
final class UniversitiesApi {
  static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);
  static final int DEFAULT_MAX_BYTES = 4 << 20;

  private final URI search;
  private final Duration deadline;
  private final int maxBytes;
  private final HttpClient client;

  UniversitiesApi(URI base) {
    this(base, DEFAULT_DEADLINE, DEFAULT_MAX_BYTES);
  }

  /**
   * A client of one server.
   *
   * @param base where the server's {@code /search} is
   * @param deadline for a whole call, from connecting to the answer's last byte
   * @param maxBytes the longest answer that is read
   * @throws IllegalArgumentException if the base is no plain HTTP address
   */
  UniversitiesApi(URI base, Duration deadline, int maxBytes) {
    boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    if (!http || base.getHost() == null || base.getQuery() != null || base.getFragment() != null) {
      throw new IllegalArgumentException(
          "The universities API needs an address like http://host:port, not " + base);
    }
    String text = base.toString();
    this.search = URI.create(text + (text.endsWith("/") ? "" : "/") + "search");
    this.deadline = deadline;
    this.maxBytes = maxBytes;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(deadline)
            .build();
  }

  /**
   * Asks for the universities of a country.
   *
   * @param country its name in English
   * @param name what their names must contain, or null for all
   * @throws UpstreamException if there is no usable answer within the deadline
   */
  List<University> search(String country, @Nullable String name) throws UpstreamException {
    String query = "?country=" + encoded(country) + (name == null ? "" : "&name=" + encoded(name));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(search + query))
            .header("Accept", "application/json")
            .build();
    HttpResponse<byte[]> response = send(request);
    if (response.statusCode() != 200) {
      throw new UpstreamException(
          Kind.RUBBISH, "The universities API answered with status " + response.statusCode());
    }
    try {
      return UniversityJson.read(response.body());
    } catch (IllegalArgumentException e) {
      throw new UpstreamException(
          Kind.RUBBISH, "The universities API's answer cannot be used: " + e.getMessage(), e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws UpstreamException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, head -> new CappedBody(maxBytes));
    try {
      // Not the request's own timeout: that one ends with the answer's head.
      return exchange.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw slow(e);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UpstreamException(Kind.DOWN, "The call of the universities API was cancelled", e);
    } finally {
      exchange.cancel(true);
    }
  }

  private UpstreamException failed(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return slow(cause);
    }
    if (cause instanceof CappedBody.TooLong || cause.getCause() instanceof CappedBody.TooLong) {
      String limit = "The universities API's answer is longer than " + maxBytes + " bytes";
      return new UpstreamException(Kind.RUBBISH, limit, cause);
    }
    if (cause instanceof IOException) {
      return new UpstreamException(Kind.DOWN, "The universities API cannot be reached", cause);
    }
    return new UpstreamException(Kind.RUBBISH, "The universities API's answer is no HTTP", cause);
  }

  private UpstreamException slow(Throwable cause) {
    String message = "The universities API did not answer within " + deadline.toMillis() + " ms";
    return new UpstreamException(Kind.SLOW, message, cause);
  }

  private static String encoded(String text) {
    // A query's space is "+" in forms only; "%20" is understood by every server.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

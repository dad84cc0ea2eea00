package io.larder.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which URIs a request makes invalid that has changed something (RFC 9111, 4.4). */
public final class InvalidationTargets {
  /** The most URIs for one request: 8. */
  public static final int MAX = 8;

  private InvalidationTargets() {}

  /**
   * The URIs whose stored responses are to be invalidated: after an unsafe or unknown method that
   * was answered with 2xx or 3xx that of the request, and those in {@code Location} and {@code
   * Content-Location} if they have its origin; else none. Others would let one server empty
   * another's cache, so they are passed over, like whatever is no URI.
   *
   * @param target the absolute URI of the request; it comes first, as it is but for a fragment, and
   *     once more without its dot segments
   * @param response the fields of the answer
   * @return different URIs, spelled with the scheme and authority of the target; unmodifiable
   */
  public static List<String> of(String method, String target, int status, HttpFields response) {
    if (status < 200 || status > 399 || !isUnsafe(method)) {
      return List.of();
    }
    int hash = target.indexOf('#');
    List<String> uris = new ArrayList<>(3);
    uris.add(hash < 0 ? target : target.substring(0, hash));
    UriText base = UriText.parse(target).orElse(null);
    String origin = base == null ? null : base.origin();
    if (base == null || origin == null) {
      return List.copyOf(uris);
    }
    String normalised = sameOrigin(base, origin, uris.get(0)); // RFC 3986 6.2.2.3
    if (normalised != null && !uris.contains(normalised)) {
      uris.add(normalised);
    }
    for (int i = 0; i < response.size() && uris.size() < MAX; i++) {
      String name = response.name(i);
      if (name.equalsIgnoreCase(FieldNames.LOCATION)
          || name.equalsIgnoreCase(FieldNames.CONTENT_LOCATION)) {
        String uri = sameOrigin(base, origin, response.value(i));
        if (uri != null && !uris.contains(uri)) {
          uris.add(uri);
        }
      }
    }
    return List.copyOf(uris);
  }

  /** Whether requests with that method may change something (RFC 9110, 9.2.1), as far as known. */
  public static boolean isUnsafe(String method) {
    RequestHead request = RequestHead.anonymous(method, HttpFields.empty());
    return RequestRules.judge(request, RequestOptions.DEFAULT) == RequestVerdict.INVALIDATE;
  }

  private static @Nullable String sameOrigin(UriText base, String origin, String reference) {
    Optional<UriText> parsed = UriText.parse(reference.strip());
    if (parsed.isEmpty()) {
      return null;
    }
    UriText resolved = base.resolve(parsed.get());
    if (!origin.equals(resolved.origin())) {
      return null;
    }
    String path = resolved.path().isEmpty() ? "/" : resolved.path(); // RFC 9110 4.2.3
    return new UriText(base.scheme(), base.authority(), path, resolved.query()).text();
  }
}

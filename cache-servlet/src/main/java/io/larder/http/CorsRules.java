package io.larder.http;

import java.util.List;

/**
 * Says which responses depend on the origin of their request without saying so. Fetch, 3.2.5 ("CORS
 * protocol and HTTP caches"): whoever answers one origin otherwise than another has to say {@code
 * Vary: Origin}.
 */
public final class CorsRules {
  /** The fields by which a response tells who may read it. */
  public static final List<String> FIELDS =
      List.of(FieldNames.ACCESS_CONTROL_ALLOW_ORIGIN, FieldNames.TIMING_ALLOW_ORIGIN);

  private static final String ORIGIN = "Origin";

  private CorsRules() {}

  /**
   * The response as it should have been: with {@code Vary: Origin} if it names the origin that its
   * request came from. One that names the same origin to everybody varies then too, which costs a
   * variant and nothing else.
   *
   * @param origins the lines of {@code Origin} of the request
   */
  public static HttpFields varied(List<String> origins, HttpFields response) {
    if (origins.isEmpty() || !names(origins, response)) {
      return response;
    }
    Vary said = Vary.of(response);
    return said.isAny() || said.names().contains("origin")
        ? response
        : response.toBuilder().add(FieldNames.VARY, ORIGIN).build();
  }

  private static boolean names(List<String> origins, HttpFields response) {
    for (String field : FIELDS) {
      for (String named : response.all(field)) {
        for (String origin : origins) {
          if (named.strip().equalsIgnoreCase(origin.strip())) {
            return true;
          }
        }
      }
    }
    return false;
  }
}

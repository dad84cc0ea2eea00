package io.larder.cache.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.key.RequestPairs.RawRequest;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an application sees of a request: the decoded path, and by name the decoded values in their
 * order. Written with the platform's decoder, independently of the code under test.
 */
record DecodedRequest(String path, Map<String, List<String>> parameters) {

  /** Null if the decoder refuses the request. */
  static @Nullable DecodedRequest of(RawRequest request) {
    try {
      Map<String, List<String>> parameters = new TreeMap<>();
      String query = request.rawQuery() == null ? "" : request.rawQuery();
      for (String parameter : query.split("&")) {
        if (!parameter.isEmpty()) {
          String[] nameAndValue = (parameter + "=").split("=", 2);
          String value = parameter.contains("=") ? parameter.split("=", 2)[1] : "";
          parameters
              .computeIfAbsent(URLDecoder.decode(nameAndValue[0], UTF_8), name -> new ArrayList<>())
              .add(URLDecoder.decode(value, UTF_8));
        }
      }
      return new DecodedRequest(
          URLDecoder.decode(request.rawPath().replace("+", "%2B"), UTF_8), parameters);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

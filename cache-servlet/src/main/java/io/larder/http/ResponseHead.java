package io.larder.http;

import static java.util.Objects.requireNonNull;

/**
 * What the rules need to know of a response.
 *
 * @param status the status code
 * @param fields the field lines as the handler left them
 */
public record ResponseHead(int status, HttpFields fields) {

  /** Refuses null. */
  public ResponseHead {
    requireNonNull(fields, "fields");
  }
}

package io.larder.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Bodies such as the example answers, of an exact length. */
public final class Payload {

  private static final String BEFORE_NAME = "{\"name\":\"";
  private static final String AFTER_NAME =
      "\",\"country\":\"Germany\",\"alpha_two_code\":\"DE\",\"state-province\":null,"
          + "\"domains\":[\"uni-heidelberg.de\"],"
          + "\"web_pages\":[\"https://www.uni-heidelberg.de/\"]}";
  private static final String UNIVERSITY = BEFORE_NAME + "Heidelberg University" + AFTER_NAME + ",";

  private Payload() {}

  /**
   * Returns a JSON array of universities of exactly so many bytes; the last one's name fills up.
   *
   * @param bytes at least 200
   */
  public static byte[] json(int bytes) {
    int end = BEFORE_NAME.length() + AFTER_NAME.length() + 1;
    StringBuilder json = new StringBuilder(bytes).append('[');
    while (json.length() + UNIVERSITY.length() + end < bytes) {
      json.append(UNIVERSITY);
    }
    String name = "x".repeat(bytes - json.length() - end);
    json.append(BEFORE_NAME).append(name).append(AFTER_NAME);
    return json.append(']').toString().getBytes(US_ASCII);
  }
}

package io.larder.servlet;

import io.larder.http.HttpFields;
import jakarta.servlet.http.HttpServletResponse;

/** Takes back what a handler has said on a response that has not left. */
final class AnswerReset {

  private AnswerReset() {}

  /**
   * Brings a response back to where it stood before the handler ran.
   *
   * @param before the fields that stood on it then
   */
  static void to(HttpServletResponse response, HttpFields before) {
    response.reset();
    for (int i = 0; i < before.size(); i++) {
      if (before.all(before.name(i)).size() == 1) {
        response.setHeader(before.name(i), before.value(i));
      } else {
        response.addHeader(before.name(i), before.value(i));
      }
    }
  }
}

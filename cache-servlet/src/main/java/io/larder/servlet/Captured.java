package io.larder.servlet;

import io.larder.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** What a capture ended with. */
sealed interface Captured {

  /**
   * The whole response, as the handler left it: without what the listener changed at the commit.
   *
   * @param status the status code
   * @param fields the field lines at the commit, before the listener changed them
   * @param body the whole body, which nobody may change
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copying it would cost a body
  record Complete(int status, HttpFields fields, byte[] body) implements Captured {}

  /**
   * No whole response.
   *
   * @param reason the first of the reasons
   * @param beginning the head as it left and what was captured of the body, if the response was cut
   *     short and the listener keeps such; else null
   */
  record Incomplete(Reason reason, @Nullable Complete beginning) implements Captured {

    /** Nothing to keep. */
    Incomplete(Reason reason) {
      this(reason, null);
    }
  }
}

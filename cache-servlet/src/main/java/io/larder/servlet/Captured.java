package io.larder.servlet;

import io.larder.http.HttpFields;

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
   * Nothing to keep.
   *
   * @param reason the first of the reasons
   */
  record Incomplete(Reason reason) implements Captured {}
}

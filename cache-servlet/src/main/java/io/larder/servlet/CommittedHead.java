package io.larder.servlet;

import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response's head as an application's predicate sees it. */
record CommittedHead(int status, HttpFields fields) implements HandlerResponse {

  CommittedHead(ResponseHead head) {
    this(head.status(), head.fields());
  }

  @Override
  public @Nullable String header(String name) {
    return fields.first(name);
  }

  @Override
  public List<String> headers(String name) {
    return fields.all(name);
  }
}

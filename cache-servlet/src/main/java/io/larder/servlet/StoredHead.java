package io.larder.servlet;

import io.larder.cache.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored page's head as an application's predicate sees it; nothing of it is copied. */
record StoredHead(Page page) implements HandlerResponse {

  @Override
  public int status() {
    return page.status();
  }

  @Override
  public @Nullable String header(String name) {
    return page.first(name);
  }

  @Override
  public List<String> headers(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < page.fieldCount(); i++) {
      if (page.name(i).equalsIgnoreCase(name)) {
        values.add(page.value(i));
      }
    }
    return values;
  }
}

package io.larder.cache.engine;

import io.larder.cache.FillContext;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was said of a value while it was computed. Not thread-safe. */
public final class Saying implements FillContext {

  private @Nullable Duration ttl;
  private final List<String> tags = new ArrayList<>();
  private boolean stored = true;

  @Override
  public Saying ttl(Duration ttl) {
    this.ttl = Terms.ttl(ttl).fresh();
    return this;
  }

  @Override
  public Saying tags(String... tags) {
    for (String tag : tags) {
      this.tags.add(Objects.requireNonNull(tag, "tag"));
    }
    return this;
  }

  @Override
  public Saying doNotStore() {
    stored = false;
    return this;
  }

  /** How long it is fresh; null: nothing was said. */
  public @Nullable Duration ttl() {
    return ttl;
  }

  /** Its tags, beside those of the settings. */
  public List<String> tags() {
    return tags;
  }

  /** Whether it may be stored. */
  public boolean isStored() {
    return stored;
  }
}

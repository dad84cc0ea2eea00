package io.larder.servlet;

import io.larder.cache.Larder;
import io.larder.cache.LarderSettings;
import jakarta.servlet.ServletContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Larder that a filter uses, and whether it was this filter that opened it: then it closes it
 * too, and takes back that it has shown it to the application's other filters.
 *
 * @param larder the Larder
 * @param publishedIn where it was published; null if somebody else opened it
 */
record OpenedLarder(Larder larder, @Nullable ServletContext publishedIn) implements AutoCloseable {

  /** The attribute of the ServletContext that holds the application's Larder. */
  static final String ATTRIBUTE = Larder.class.getName();

  /** A Larder that the application opened, and closes. */
  static OpenedLarder given(Larder larder) {
    return new OpenedLarder(larder, null);
  }

  /**
   * The Larder that the application has published; else one over the store; else, if {@code
   * CACHE_TYPE} is set, what the environment says; else one in memory.
   *
   * @throws IllegalArgumentException if a setting is wrong, with a sentence that names it
   */
  static OpenedLarder find(
      ServletContext context, @Nullable String store, Map<String, String> environment) {
    if (context.getAttribute(ATTRIBUTE) instanceof Larder published) {
      return given(published);
    }
    Larder opened = open(store, environment);
    context.setAttribute(ATTRIBUTE, opened);
    return new OpenedLarder(opened, context);
  }

  private static Larder open(@Nullable String store, Map<String, String> environment) {
    if (store != null) {
      return Larder.open(store);
    }
    return environment.containsKey("CACHE_TYPE")
        ? Larder.open(LarderSettings.fromEnvironment(environment))
        : Larder.open("memory:");
  }

  @Override
  public void close() {
    if (publishedIn != null) {
      publishedIn.removeAttribute(ATTRIBUTE);
      larder.close();
    }
  }
}

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

  /** The attribute that holds the init-param by which a filter has opened it, if one did so. */
  private static final String STORE = ATTRIBUTE + ".store";

  /**
   * The Larder that the application has published; else one over the store; else what the
   * environment says, in memory if it says nothing.
   *
   * @throws IllegalArgumentException if a setting is wrong, or the store is not that of the
   *     published Larder, with a sentence that names it
   */
  static OpenedLarder find(
      ServletContext context, @Nullable String store, Map<String, String> environment) {
    if (context.getAttribute(ATTRIBUTE) instanceof Larder published) {
      requireSame(store, context.getAttribute(STORE));
      return given(published);
    }
    Larder opened =
        store != null
            ? Larder.open(store)
            : Larder.open(LarderSettings.fromEnvironment(environment));
    context.setAttribute(ATTRIBUTE, opened);
    if (store != null) {
      context.setAttribute(STORE, new Store(store));
    }
    return new OpenedLarder(opened, context);
  }

  private static void requireSame(@Nullable String store, @Nullable Object opened) {
    if (store != null && !new Store(store).equals(opened)) {
      throw new IllegalArgumentException(
          "it has the init-param store, and the application has published a Larder that was opened"
              + " otherwise: remove the init-param, or give all filters the same");
    }
  }

  /** The URI of a store, which may have a password, and shows none of it. */
  private record Store(String uri) {

    @Override
    public String toString() {
      return "Store";
    }
  }

  @Override
  public void close() {
    if (publishedIn != null) {
      publishedIn.removeAttribute(ATTRIBUTE);
      publishedIn.removeAttribute(STORE);
      larder.close();
    }
  }
}

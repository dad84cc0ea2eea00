package io.larder.example;

import io.larder.cache.Larder;
import io.larder.cache.LarderSettings;
import io.larder.cache.spi.StoreUri;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which store is used: what {@code --store} says, else {@code LARDER_STORE}, else the variables
 * {@code CACHE_…}, else memory.
 *
 * <p>{@code LARDER_REDIS_HOST} is the host of a Redis that neither {@code CACHE_REDIS_HOST} nor
 * {@code CACHE_REDIS_URL} names: a composition sets it to the Redis that it brings, and leaves
 * those two to its users.
 *
 * @param settings of the store
 * @param setting where the store was named, for the sentence of a refusal
 */
record StoreChoice(LarderSettings settings, String setting) {
  private static final String URL = "CACHE_REDIS_URL";
  private static final String HOST = "CACHE_REDIS_HOST";
  private static final String NEIGHBOUR = "LARDER_REDIS_HOST";
  private static final String PASSWORD = "CACHE_REDIS_PASSWORD";

  /**
   * Reads the choice.
   *
   * @param flag what {@code --store} says, or null
   * @throws Failure if it is wrong
   */
  static StoreChoice of(@Nullable String flag, Map<String, String> environment) {
    Choice choice = Choice.of("--store", flag, "LARDER_STORE", environment);
    return choice == null
        ? named(environment)
        : new StoreChoice(chosen(choice, environment), choice.setting());
  }

  private static StoreChoice named(Map<String, String> environment) {
    boolean url = isSet(environment, URL);
    boolean neighbour = !url && !isSet(environment, HOST) && isSet(environment, NEIGHBOUR);
    Map<String, String> variables = environment;
    if (neighbour && isSet(environment, "CACHE_TYPE")) {
      variables = new HashMap<>(environment);
      variables.put(HOST, environment.getOrDefault(NEIGHBOUR, ""));
    }
    String setting = url ? URL : neighbour ? NEIGHBOUR : HOST;
    try {
      return new StoreChoice(LarderSettings.fromEnvironment(variables), setting);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()); // begins with the variable's own name
      throw Failure.usage(neighbour ? why.replace(HOST, NEIGHBOUR) : why);
    }
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  private static LarderSettings chosen(Choice choice, Map<String, String> environment) {
    Map<String, String> others = new HashMap<>(environment);
    others.keySet().removeIf(name -> name.equals("CACHE_TYPE") || name.startsWith("CACHE_REDIS_"));
    LarderSettings settings;
    try {
      settings = LarderSettings.fromEnvironment(others);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("CACHE", e);
    }
    try {
      StoreUri uri = StoreUri.parse(choice.text());
      String password = environment.getOrDefault(PASSWORD, "");
      // So that a password need not stand on a command line.
      boolean without = uri.scheme().startsWith("redis") && uri.password().isEmpty();
      return settings.withStore(without && !password.isEmpty() ? uri.withPassword(password) : uri);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(choice.setting(), e);
    }
  }

  /** Whether what is stored is seen by other processes too. */
  boolean shared() {
    return settings.store().scheme().startsWith("redis");
  }

  /**
   * Opens it, without waiting for a server that is down.
   *
   * @throws Failure if the store's URI is wrong
   */
  Larder open() {
    try {
      return Larder.open(settings);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(setting, e);
    }
  }

  /** The store's URI for people to read, without a password. */
  @Override
  public String toString() {
    return settings.store().toString();
  }
}

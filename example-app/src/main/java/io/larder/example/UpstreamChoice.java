package io.larder.example;

import io.larder.cache.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked for universities.
 *
 * @param address of a server that speaks the universities API, or null for the bundled one
 * @param delay of the bundled one
 */
record UpstreamChoice(@Nullable URI address, Duration delay) {
  private static final String BUNDLED = "bundled";

  /**
   * Reads the choice.
   *
   * @param upstream what {@code --upstream} says, or null
   * @param delay what {@code --upstream-delay} says, or null
   * @throws Failure if one of them is wrong
   */
  static UpstreamChoice of(
      @Nullable String upstream, @Nullable String delay, Map<String, String> environment) {
    Choice who = Choice.of("--upstream", upstream, "UNIVERSITIES_API_URL", environment);
    Choice slow = Choice.of("--upstream-delay", delay, "LARDER_UPSTREAM_DELAY", environment);
    URI address = who == null || who.text().equals(BUNDLED) ? null : address(who);
    if (address != null && slow != null && slow.flag()) {
      throw slow.refused("is for the bundled upstream alone: leave it out, or --upstream");
    }
    return new UpstreamChoice(
        address, slow == null ? BundledUpstream.DEFAULT_DELAY : duration(slow));
  }

  private static Duration duration(Choice choice) {
    try {
      return Durations.parse(choice.setting(), choice.text());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(choice.setting(), e);
    }
  }

  private static URI address(Choice choice) {
    URI uri;
    try {
      uri = URI.create(choice.text());
    } catch (IllegalArgumentException e) {
      throw choice.refused("is no address: write bundled, or one like http://host:port");
    }
    if (uri.getRawUserInfo() != null) {
      throw Failure.usage(
          choice.setting() + " must not hold a user or password: write one like http://host:port");
    }
    try {
      UniversitiesApi unused = new UniversitiesApi(uri);
      return uri;
    } catch (IllegalArgumentException e) {
      throw choice.refused("is no HTTP address: write bundled, or one like http://host:port");
    }
  }

  @Override
  public String toString() {
    return address == null ? BUNDLED : address.toString();
  }
}

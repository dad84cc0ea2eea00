package io.larder.example;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds universities. Thread-safe. */
@FunctionalInterface
interface UniversitySearch {

  /**
   * Returns the universities of a country.
   *
   * @param country its name in English
   * @param name what their names contain, in any case; null for all
   * @throws UpstreamException if there is no usable answer
   */
  List<University> search(String country, @Nullable String name) throws UpstreamException;

  /** Finds them among those of the whole country, which all of its pages share. */
  static UniversitySearch in(UniversityCatalog catalog) {
    return (country, name) -> {
      String part = name == null ? "" : name.toLowerCase(Locale.ROOT);
      return catalog.inCountry(country).stream()
          .filter(it -> it.name().toLowerCase(Locale.ROOT).contains(part))
          .toList();
    };
  }
}

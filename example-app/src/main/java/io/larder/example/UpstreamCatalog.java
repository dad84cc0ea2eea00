package io.larder.example;

import java.util.List;

/**
 * The catalog itself, which keeps nothing: what is kept is in the annotations of its interface.
 *
 * @param api who is asked
 */
record UpstreamCatalog(UniversitiesApi api) implements UniversityCatalog {

  @Override
  public List<University> inCountry(String country) throws UpstreamException {
    return api.search(country, null);
  }

  @Override
  public void refresh(String country) {
    // The annotation says it all: what is not kept is asked for when somebody wants it.
  }
}

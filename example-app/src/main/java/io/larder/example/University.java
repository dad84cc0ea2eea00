package io.larder.example;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A university, with the fields and names of the Hipolabs universities API.
 *
 * @param name in its own language or English
 * @param country in English
 * @param countryCode ISO 3166-1 alpha-2
 * @param province state or province, where one is known
 * @param domains of its mail and web addresses
 * @param webPages its sites
 */
@JsonPropertyOrder({"name", "country", "alpha_two_code", "state-province", "domains", "web_pages"})
record University(
    @JsonProperty("name") String name,
    @JsonProperty("country") String country,
    @JsonProperty("alpha_two_code") @Nullable String countryCode,
    @JsonProperty("state-province") @Nullable String province,
    @JsonProperty("domains") List<String> domains,
    @JsonProperty("web_pages") List<String> webPages) {

  University {
    domains = List.copyOf(domains);
    webPages = List.copyOf(webPages);
  }
}

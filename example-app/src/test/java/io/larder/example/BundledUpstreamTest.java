package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledUpstreamTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void itKnowsEnoughUniversitiesOfEnoughCountries() throws Exception {
    try (BundledUpstream upstream = BundledUpstream.start(Duration.ZERO)) {
      List<University> all = search(upstream, "");

      assertThat(all).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
      assertThat(all.stream().map(University::country).collect(Collectors.toSet()))
          .hasSizeGreaterThanOrEqualTo(20)
          .contains("Germany", "France", "Côte d'Ivoire", "Turkey", "United States");
      assertThat(all)
          .allSatisfy(
              it -> {
                assertThat(it.countryCode()).matches("[A-Z]{2}");
                assertThat(it.domains()).isNotEmpty().allMatch(d -> d.matches("[a-z0-9.-]+"));
                assertThat(it.webPages()).isNotEmpty().allMatch(page -> page.startsWith("https"));
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'?country=gErMaNy&name=BERLIN', 3",
    "'?country=Germany&name=', 20",
    "'?country=C%C3%B4te+d%27Ivoire', 4",
    "'?name=technische%20universit%C3%A4t%20m%C3%BCnchen', 1",
    "'?country=Atlantis', 0",
    "'?country=German', 0",
  })
  void theCountryMustBeEqualAndTheNameContainedWhateverTheCase(String query, int count)
      throws Exception {
    try (BundledUpstream upstream = BundledUpstream.start(Duration.ZERO)) {
      assertThat(search(upstream, query)).hasSize(count);
    }
  }

  @Test
  void requestsAtOnceEachWaitTheDelayAndNotForEachOther() throws Exception {
    Duration delay = Duration.ofMillis(400);
    try (BundledUpstream upstream = BundledUpstream.start(delay)) {
      long start = System.nanoTime();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        HttpRequest request = request(upstream.uri().resolve("/search?country=France"));
        answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }
      answers.forEach(it -> assertThat(it.join().statusCode()).isEqualTo(200));

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(delay, delay.multipliedBy(10));
    }
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    try (BundledUpstream upstream = BundledUpstream.start(Duration.ZERO)) {
      URI search = upstream.uri().resolve("/search");
      HttpRequest post =
          HttpRequest.newBuilder(search).POST(HttpRequest.BodyPublishers.noBody()).build();

      assertThat(status(request(upstream.uri().resolve("/other")))).isEqualTo(404);
      assertThat(status(post)).isEqualTo(405);
      assertThat(status(request(search))).isEqualTo(200);
    }
  }

  @Test
  void aClosedOneNeitherAnswersNorHoldsAnybodyUp() throws Exception {
    BundledUpstream upstream = BundledUpstream.start(Duration.ofMinutes(5));
    CompletableFuture<HttpResponse<String>> waiting =
        client.sendAsync(
            request(upstream.uri().resolve("/search")), HttpResponse.BodyHandlers.ofString());

    upstream.close();

    assertThatThrownBy(waiting::get).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> status(request(upstream.uri()))).isInstanceOf(IOException.class);
  }

  private List<University> search(BundledUpstream upstream, String query) throws Exception {
    HttpResponse<byte[]> response =
        client.send(
            request(upstream.uri().resolve("/search" + query)),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return UniversityJson.read(response.body());
  }

  private int status(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }
}

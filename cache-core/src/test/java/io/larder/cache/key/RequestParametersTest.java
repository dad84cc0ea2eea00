package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.key.RequestPairs.RawRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParametersTest {

  @Test
  void areDecodedAndKeepTheirOrder() {
    RequestParameters parameters = parse("b=1&a=C%C3%B4te+d%27Ivoire&b=2&&c&a=%2B=");
    assertThat(parameters.list())
        .extracting(p -> p.name() + ":" + p.value())
        .containsExactly("b:1", "a:Côte d'Ivoire", "b:2", "c:", "a:+=");
    assertThat(parameters.first("a")).isEqualTo("Côte d'Ivoire");
    assertThat(parameters.all("b")).containsExactly("1", "2");
    assertThat(parameters.first("c")).isEmpty();
    assertThat(parameters.first("d")).isNull();
    assertThat(parameters.all("d")).isEmpty();
  }

  @Test
  void ofNoQueryAreNone() {
    assertThat(parse(null).list()).isEmpty();
    assertThat(parse("").list()).isEmpty();
    assertThat(parse("&&").list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%2", "a=%2&b", "%zz", "a=%FF", "a=%C3", "a=%C0%AE", "a=ô"})
  void thatCanBeReadInTwoWaysAreNotRead(String query) {
    assertThat(RequestParameters.parse(query)).isNull();
  }

  @Property(tries = 5_000)
  void areWhatThePlatformsDecoderSays(@ForAll("requests") RawRequest request) {
    RequestParameters parameters = RequestParameters.parse(request.rawQuery());
    DecodedRequest decoded = DecodedRequest.of(new RawRequest("/", request.rawQuery()));
    if (parameters != null) {
      Map<String, List<String>> byName = new TreeMap<>();
      parameters
          .list()
          .forEach(p -> byName.computeIfAbsent(p.name(), name -> new ArrayList<>()).add(p.value()));
      assertThat(decoded).isNotNull();
      assertThat(byName).isEqualTo(decoded.parameters());
    }
  }

  @Provide
  Arbitrary<RawRequest> requests() {
    return Arbitraries.randomValue(RequestPairs::request);
  }

  private static RequestParameters parse(@Nullable String query) {
    RequestParameters parameters = RequestParameters.parse(query);
    assertThat(parameters).isNotNull();
    return parameters;
  }
}

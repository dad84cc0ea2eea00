package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the URIs of the three topologies say, and which are refused. */
class RedisOptionsTest {

  private static RedisOptions read(String uri) {
    return RedisOptions.of(StoreUri.parse(uri));
  }

  @Test
  void oneServerIsAHostAPortAndADatabase() {
    RedisOptions options = read("rediss://app:s3cret@cache.local:6380/2?clientName=shop-1");

    assertThat(options.place()).isEqualTo(new Place.Server(new Address("cache.local", 6380)));
    assertThat(options.tls()).isTrue();
    assertThat(options.database()).isEqualTo(2);
    assertThat(options.login()).isEqualTo(new Login("app", "s3cret"));
    assertThat(options.clientName()).isEqualTo("shop-1");
  }

  @Test
  void sentinelsAreHostsTheNameOfThePrimaryAndADatabase() {
    RedisOptions options =
        read(
            "redis+sentinel://app:s3cret@h1,h2:7,[::1]:8/my.master/3"
                + "?sentinelUser=watch&sentinelPassword=t0p");

    assertThat(options.place())
        .isEqualTo(
            new Place.Sentinels(
                List.of(new Address("h1", 26379), new Address("h2", 7), new Address("::1", 8)),
                "my.master",
                new Login("watch", "t0p")));
    assertThat(options.tls()).isFalse();
    assertThat(options.database()).isEqualTo(3);
    assertThat(options.login()).isEqualTo(new Login("app", "s3cret"));
  }

  @Test
  void aClusterIsHosts() {
    RedisOptions options = read("rediss+cluster://:s3cret@h1,[::1]:7000,h3:7?poolSize=4");

    assertThat(options.place())
        .isEqualTo(
            new Place.Cluster(
                List.of(new Address("h1", 6379), new Address("::1", 7000), new Address("h3", 7))));
    assertThat(options.tls()).isTrue();
    assertThat(options.database()).isZero();
    assertThat(options.pool().size()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 250",
    "?poolWait=50ms, 250",
    "?timeout=250ms, 250",
    "?timeout=10s, 10300",
    "?connectTimeout=1s&poolWait=1s, 2200",
    "?timeout=10s&deadline=1s, 1000",
  })
  void aWholeOperationHasItsDefaultUnlessAPartMayTakeLonger(String options, long millis) {
    for (String place : List.of("redis://h", "redis+sentinel://h/m", "redis+cluster://h")) {
      assertThat(read(place + options).timeouts().deadline()).isEqualTo(Duration.ofMillis(millis));
    }
  }

  @Test
  void eachPartFitsIntoTheWhole() {
    RedisOptions options = read("redis://h");

    assertThat(options.timeouts().deadline())
        .isGreaterThan(options.timeouts().connect())
        .isGreaterThan(options.timeouts().silence())
        .isGreaterThan(options.timeouts().poolWait());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://h | h:6379 | redis://h:6379/0",
        "rediss://u:p@[::1]:1/2 | [::1]:1 | rediss://[::1]:1/2",
        "redis+sentinel://h/m | m (sentinels h:26379) | redis+sentinel://h:26379/m/0",
        "redis+sentinel://[::1]/m/ | m (sentinels [::1]:26379) | redis+sentinel://[::1]:26379/m/0",
        "rediss+sentinel://:p@h1,h2:7/m/4?sentinelPassword=p |"
            + " m (sentinels h1:26379,h2:7) | rediss+sentinel://h1:26379,h2:7/m/4",
        "redis+cluster://h:1 | h:1 (cluster) | redis+cluster://h:1",
        "redis+cluster://u:p@h1,h2/0 | h1:6379,h2:6379 (cluster) | redis+cluster://h1:6379,h2:6379",
      })
  void whereItIsIsToldWithoutSecrets(String uri, String where, String address) {
    RedisOptions options = read(uri);

    assertThat(options.where()).isEqualTo(where);
    assertThat(options).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis:?timeout=1s | has no host: write redis://localhost",
        "redis+sentinel:///m | has no host: write redis+sentinel://",
        "redis+cluster:?timeout=1s | has no host: write redis+cluster://",
        "redis://h1,h2 | names several hosts: name one, the primary, or write redis+sentinel://",
        "redis+sentinel://h1,h2 | does not say by which name",
        "redis+sentinel://h1/ | does not say by which name",
        "redis+sentinel://h1//0 | does not say by which name",
        "redis+sentinel://h1/my%20master | has 'my master' for the primary",
        "redis+sentinel://h1/m/x | has '/x' after the primary's name: the number of a database",
        "redis+sentinel://h1/m/0/1 | has '/0/1' after the primary's name",
        "redis+sentinel://h1,h1:26379/m | names the host h1:26379 twice",
        "redis+sentinel://h1/m?sentinelUser=u | has sentinelUser without sentinelPassword",
        "redis+cluster://h1,h2/1 | names the database 1: a cluster has none but 0, so leave it out",
        "redis+cluster://h1/mymaster | has '/mymaster' after its host: leave it out",
        "redis+cluster://h1:7,h1:7 | names the host h1:7 twice",
        "redis://h?clientName=a%20b | has clientName=a b",
        "redis://h?poolSize=0 | has poolSize=0",
        "redis://h?asyncFills=yes | has asyncFills=yes: it must be true or false",
        "redis://h?maxCallers=0 | has maxCallers=0: it must be from 1 to 16, which is its poolSize",
        "redis://h?poolSize=4&maxCallers=5 | has maxCallers=5: it must be from 1 to 4",
        "redis://h/x | has '/x' after its host: the number of a database",
      })
  void whatIsWrongIsNamedWithWhatToWrite(String uri, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(uri))
        .withMessageStartingWith("the store's URI ")
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis+sentinel://h1,h2", "redis+cluster://h1,h2/1"})
  void noRefusalShowsAPassword(String uri) {
    String with = uri.replace("://", "://u:s3cret@") + "?sentinelPassword=t0p";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(with))
        .withMessageNotContaining("s3cret")
        .withMessageNotContaining("t0p");
  }

  @ParameterizedTest
  @CsvSource({
    "redis, 'asyncFills,clientName,connectTimeout,deadline,invalidationReplicas,lease,maxCallers,poolSize,poolWait,timeout'",
    "rediss, 'asyncFills,ca,clientName,connectTimeout,deadline,invalidationReplicas,lease,maxCallers,poolSize,poolWait,timeout'",
    "redis+cluster, 'asyncFills,clientName,connectTimeout,deadline,invalidationReplicas,lease,maxCallers,poolSize,poolWait,timeout'",
    "rediss+sentinel, 'asyncFills,ca,clientName,connectTimeout,deadline,invalidationReplicas,lease,maxCallers,poolSize,poolWait,sentinelPassword,"
        + "sentinelUser,timeout'",
  })
  void eachSchemeHasItsOptions(String scheme, String names) {
    assertThat(String.join(",", new RedisProvider().options(scheme))).isEqualTo(names);
    assertThat(new RedisProvider().schemes()).contains(scheme);
  }

  @Test
  void aLoginShowsNoPassword() {
    assertThat(new Login("u", "s3cret").toString()).doesNotContain("s3cret");
    assertThat(new Login(null, "s3cret").toString()).doesNotContain("s3cret");
  }
}

package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentSettingsTest {

  /** Returns the settings of {@code NAME=value NAME=value}. */
  private static LarderSettings read(String variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.isBlank() ? new String[0] : variables.strip().split(" ")) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return LarderSettings.fromEnvironment(environment);
  }

  @Test
  void theSixLinesOfTheTutorialAreRead() {
    LarderSettings settings =
        read(
            "CACHE_TYPE=redis CACHE_REDIS_HOST=redis CACHE_REDIS_PORT=6379 CACHE_REDIS_DB=0"
                + " CACHE_REDIS_URL=redis://redis:6379/0 CACHE_DEFAULT_TIMEOUT=500");

    assertThat(settings)
        .isEqualTo(
            LarderSettings.DEFAULT
                .withStore("redis://redis:6379/0")
                .withDefaultTtl(Duration.ofSeconds(500)));
  }

  @Test
  void nothingSetIsTheDefault() {
    assertThat(read("")).isEqualTo(LarderSettings.DEFAULT);
    assertThat(read("PATH=/bin CACHE_DIR=/tmp REDIS_URL=redis://h"))
        .isEqualTo(LarderSettings.DEFAULT);
  }

  @Test
  void anEmptyValueCountsAsNone() {
    assertThat(
            read(
                "CACHE_TYPE= CACHE_REDIS_HOST= CACHE_REDIS_PORT= CACHE_REDIS_DB= CACHE_REDIS_URL="
                    + " CACHE_REDIS_PASSWORD= CACHE_DEFAULT_TIMEOUT= CACHE_KEY_PREFIX="
                    + " CACHE_THRESHOLD="))
        .isEqualTo(LarderSettings.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "redis, redis://localhost:6379/0",
    "RedisCache, redis://localhost:6379/0",
    "rediscache, redis://localhost:6379/0",
    "REDIS, redis://localhost:6379/0",
    "flask_caching.backends.RedisCache, redis://localhost:6379/0",
    "flask_caching.backends.rediscache.RedisCache, redis://localhost:6379/0",
    "memory, memory:",
    "simple, memory:",
    "SimpleCache, memory:",
    "flask_caching.backends.SimpleCache, memory:",
    "none, none:",
    "null, none:",
    "NullCache, none:",
    "flask_caching.backends.nullcache.NullCache, none:",
  })
  void aTypeHasItsNameAndTheNamesOfFlaskCaching(String type, String store) {
    assertThat(read("CACHE_TYPE=" + type).store()).isEqualTo(StoreUri.parse(store));
  }

  @ParameterizedTest
  @CsvSource({
    "filesystem, in files",
    "FileSystemCache, in files",
    "flask_caching.backends.FileSystemCache, in files",
    "memcached, in Memcached",
    "MemcachedCache, in Memcached",
    "gaememcached, in Memcached",
    "saslmemcached, in Memcached",
    "SASLMemcachedCache, in Memcached",
    "spreadsaslmemcached, in Memcached",
    "uwsgi, inside uWSGI",
    "UWSGICache, inside uWSGI",
    "mongo, is unknown",
    "myapp.RedisCache, is unknown",
    "'\"redis\"', is unknown",
  })
  void aTypeThatLarderDoesNotHaveIsRefusedWithWhatToUse(String type, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("CACHE_TYPE=" + type))
        .withMessageStartingWith("CACHE_TYPE '" + type + "' ")
        .withMessageContaining(reason)
        .withMessageContaining("use ")
        .withMessageContaining("memory");
  }

  @ParameterizedTest
  @CsvSource({
    "CACHE_REDIS_HOST=cache, redis://cache:6379/0",
    "CACHE_REDIS_PORT=7000, redis://localhost:7000/0",
    "CACHE_REDIS_DB=3, redis://localhost:6379/3",
    "CACHE_REDIS_HOST=::1, redis://[::1]:6379/0",
    "CACHE_REDIS_HOST=10.0.0.7, redis://10.0.0.7:6379/0",
    "CACHE_REDIS_HOST=a CACHE_REDIS_PASSWORD=p@/%:?#, redis://:p%40%2F%25%3A%3F%23@a:6379/0",
    "CACHE_REDIS_URL=rediss://u:p@h:1/2, rediss://u:p@h:1/2",
    "CACHE_REDIS_URL=redis://h CACHE_REDIS_PORT=6379 CACHE_REDIS_DB=0, redis://h",
    "CACHE_REDIS_URL=redis://H:1/2 CACHE_REDIS_HOST=h CACHE_REDIS_DB=2, redis://H:1/2",
    "CACHE_REDIS_URL=redis://[::1]:1 CACHE_REDIS_HOST=::1, redis://[::1]:1",
    "CACHE_REDIS_URL=redis://h CACHE_REDIS_PASSWORD=p, redis://:p@h",
    "CACHE_REDIS_URL=redis://u:@h CACHE_REDIS_PASSWORD=p, redis://u:p@h",
    "CACHE_REDIS_URL=redis://u:p@h CACHE_REDIS_PASSWORD=p, redis://u:p@h",
    "CACHE_REDIS_URL=redis://u:p@h CACHE_REDIS_USERNAME=u, redis://u:p@h",
    "CACHE_REDIS_URL=redis://h:1 CACHE_REDIS_USERNAME=u CACHE_REDIS_PASSWORD=p, redis://u:p@h:1",
    "CACHE_REDIS_URL=redis://:p@h CACHE_REDIS_USERNAME=u, redis://u:p@h",
    "CACHE_REDIS_USERNAME=a/b CACHE_REDIS_PASSWORD=p%, redis://a%2Fb:p%25@localhost:6379/0",
    "CACHE_REDIS_URL=redis+cluster://h1:1, redis+cluster://h1:1",
    "'CACHE_REDIS_URL=redis+sentinel://h1,h2/m/0', 'redis+sentinel://h1,h2/m/0'",
  })
  void whereRedisIsIsSaidByAUrlOrInPartsThatAgree(String variables, String store) {
    assertThat(read("CACHE_TYPE=redis " + variables).store()).isEqualTo(StoreUri.parse(store));
  }

  @ParameterizedTest
  @CsvSource({
    "RedisSentinelCache, , redis+sentinel://localhost:26379/mymaster/0",
    "redissentinel, CACHE_REDIS_DB=2, redis+sentinel://localhost:26379/mymaster/2",
    "flask_caching.backends.RedisSentinelCache, 'CACHE_REDIS_SENTINELS=a:1,b,[::1]:3',"
        + " 'redis+sentinel://a:1,b:26379,[::1]:3/mymaster/0'",
    "RedisSentinelCache, CACHE_REDIS_SENTINELS=a CACHE_REDIS_SENTINEL_MASTER=shop,"
        + " redis+sentinel://a:26379/shop/0",
    "RedisSentinelCache, CACHE_REDIS_USERNAME=u CACHE_REDIS_PASSWORD=p@"
        + " CACHE_REDIS_SENTINEL_PASSWORD=s&=?,"
        + " redis+sentinel://u:p%40@localhost:26379/mymaster/0?sentinelPassword=s%26%3D%3F",
    "RedisSentinelCache, CACHE_REDIS_HOST=h CACHE_REDIS_PORT=x CACHE_REDIS_CLUSTER=c,"
        + " redis+sentinel://localhost:26379/mymaster/0",
    "RedisSentinelCache, 'CACHE_REDIS_URL=rediss+sentinel://a,b/m?ttl=5s', "
        + "'rediss+sentinel://a,b/m?ttl=5s'",
    "RedisSentinelCache, 'CACHE_REDIS_URL=redis+sentinel://a:1,B/m/2"
        + " CACHE_REDIS_SENTINELS=b:26379,A:1 CACHE_REDIS_SENTINEL_MASTER=m CACHE_REDIS_DB=2"
        + " CACHE_REDIS_PASSWORD=p', 'redis+sentinel://:p@a:1,B/m/2'",
    "RedisSentinelCache, CACHE_REDIS_URL=redis+sentinel://[::1]/m?sentinelPassword=s"
        + " CACHE_REDIS_SENTINEL_PASSWORD=s CACHE_REDIS_SENTINELS=[::1]:26379,"
        + " redis+sentinel://[::1]/m?sentinelPassword=s",
    "RedisClusterCache, 'CACHE_REDIS_CLUSTER=a:1,b', 'redis+cluster://a:1,b:6379'",
    "rediscluster, CACHE_REDIS_CLUSTER=a CACHE_REDIS_PASSWORD=p, redis+cluster://:p@a:6379",
    "RedisClusterCache, CACHE_REDIS_CLUSTER=a CACHE_REDIS_HOST=h CACHE_REDIS_SENTINELS=s,"
        + " redis+cluster://a:6379",
    "RedisClusterCache, 'CACHE_REDIS_URL=rediss+cluster://a,b CACHE_REDIS_CLUSTER=b,a:6379',"
        + " 'rediss+cluster://a,b'",
  })
  void sentinelsAndClustersAreSaidByTheirVariablesOrAUrlThatAgrees(
      String type, String variables, String store) {
    assertThat(read("CACHE_TYPE=" + type + " " + (variables == null ? "" : variables)).store())
        .isEqualTo(StoreUri.parse(store));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RedisClusterCache | | CACHE_REDIS_CLUSTER does not say where",
        "RedisClusterCache | CACHE_REDIS_CLUSTER=a:1,,b | CACHE_REDIS_CLUSTER must be hosts",
        "RedisClusterCache | CACHE_REDIS_CLUSTER=a:0 | CACHE_REDIS_CLUSTER must be hosts",
        "RedisClusterCache | CACHE_REDIS_CLUSTER=redis://:s3cret@a | must be hosts",
        "RedisClusterCache | CACHE_REDIS_URL=redis://a | must begin with redis+cluster://",
        "RedisClusterCache | CACHE_REDIS_URL=redis+cluster://a CACHE_REDIS_CLUSTER=b |"
            + " CACHE_REDIS_CLUSTER says b:6379 and CACHE_REDIS_URL says hosts a:6379",
        "RedisSentinelCache | CACHE_REDIS_URL=redis+cluster://a | begin with redis+sentinel://",
        "RedisSentinelCache | CACHE_REDIS_SENTINELS=[('a',26379)] | neither brackets nor quotes",
        "RedisSentinelCache | CACHE_REDIS_SENTINELS=a:99999 | CACHE_REDIS_SENTINELS must be hosts",
        "RedisSentinelCache | CACHE_REDIS_SENTINEL_MASTER=a/b | CACHE_REDIS_SENTINEL_MASTER 'a/b'",
        "RedisSentinelCache | CACHE_REDIS_DB=one | CACHE_REDIS_DB 'one' must",
        "RedisSentinelCache | CACHE_REDIS_URL=redis+sentinel://a/m CACHE_REDIS_SENTINEL_MASTER=n |"
            + " CACHE_REDIS_SENTINEL_MASTER says n and CACHE_REDIS_URL says primary m",
        "RedisSentinelCache | CACHE_REDIS_URL=redis+sentinel://a/m/1 CACHE_REDIS_DB=2 |"
            + " says database 1",
        "RedisSentinelCache | CACHE_REDIS_URL=redis+sentinel://a/m?sentinelPassword=s3cret"
            + " CACHE_REDIS_SENTINEL_PASSWORD=t0psecret | different passwords",
        "redis | CACHE_REDIS_USERNAME=u | CACHE_REDIS_USERNAME is set and CACHE_REDIS_PASSWORD is",
        "redis | CACHE_REDIS_URL=redis://v:p@a CACHE_REDIS_USERNAME=u | says user v",
      })
  void whatIsNoPlaceForRedisIsRefusedByName(String type, String variables, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("CACHE_TYPE=" + type + " " + (variables == null ? "" : variables)))
        .withMessageContaining(reason)
        .withMessageNotContaining("s3cret")
        .withMessageNotContaining("t0psecret");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://a:1/0, CACHE_REDIS_HOST=b, 'CACHE_REDIS_HOST says b', 'says host a'",
    "redis://a:1/0, CACHE_REDIS_PORT=2, 'CACHE_REDIS_PORT says 2', 'says port 1'",
    "redis://a, CACHE_REDIS_PORT=2, 'CACHE_REDIS_PORT says 2', 'says port 6379'",
    "redis://a:1/5, CACHE_REDIS_DB=0, 'CACHE_REDIS_DB says 0', 'says database 5'",
    "redis://a:1, CACHE_REDIS_DB=4, 'CACHE_REDIS_DB says 4', 'says database 0'",
    "redis://a:1/, CACHE_REDIS_DB=4, 'CACHE_REDIS_DB says 4', 'says database 0'",
    "redis://:s3cret@a, CACHE_REDIS_PASSWORD=t0psecret, CACHE_REDIS_PASSWORD and, different",
    "redis://a?ttl=5s, CACHE_DEFAULT_TIMEOUT=6, 'CACHE_DEFAULT_TIMEOUT says 6s', 'ttl=5s'",
    "redis://a?namespace=x, CACHE_KEY_PREFIX=y, 'CACHE_KEY_PREFIX says y', 'namespace=x'",
    "redis://a?maxEntries=1, CACHE_THRESHOLD=2, 'CACHE_THRESHOLD says 2', 'maxEntries=1'",
  })
  void whatDisagreesWithTheUrlIsRefusedWithBoth(
      String url, String variable, String said, String inUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("CACHE_TYPE=redis CACHE_REDIS_URL=" + url + " " + variable))
        .withMessageContaining(said)
        .withMessageContaining("CACHE_REDIS_URL")
        .withMessageContaining(inUrl)
        .withMessageNotContaining("s3cret")
        .withMessageNotContaining("t0psecret");
  }

  @Test
  void whatAgreesWithTheOptionsOfTheUrlIsFine() {
    LarderSettings settings =
        read(
            "CACHE_TYPE=redis CACHE_REDIS_URL=redis://a?ttl=5s&namespace=x&maxEntries=1"
                + " CACHE_DEFAULT_TIMEOUT=5 CACHE_KEY_PREFIX=x CACHE_THRESHOLD=1");

    assertThat(settings.defaultTtl()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.namespace()).isEqualTo("x");
    assertThat(settings.maxEntries()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CACHE_REDIS_PORT=0",
        "CACHE_REDIS_PORT=65536",
        "CACHE_REDIS_PORT=-1",
        "CACHE_REDIS_PORT=tcp://10.0.0.1:6379",
        "CACHE_REDIS_DB=-1",
        "CACHE_REDIS_DB=one",
        "CACHE_REDIS_DB=99999999999",
        "CACHE_DEFAULT_TIMEOUT=0",
        "CACHE_DEFAULT_TIMEOUT=-1",
        "CACHE_DEFAULT_TIMEOUT=30s",
        "CACHE_DEFAULT_TIMEOUT=1.5",
        "CACHE_DEFAULT_TIMEOUT=31536001",
        "CACHE_DEFAULT_TIMEOUT=99999999999999999999",
        "CACHE_KEY_PREFIX=shop:",
        "CACHE_KEY_PREFIX=a/b",
        "CACHE_THRESHOLD=0",
        "CACHE_THRESHOLD=-1",
        "CACHE_THRESHOLD=many",
      })
  void aWrongValueIsRefusedByNameAndValue(String variable) {
    int equals = variable.indexOf('=');
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("CACHE_TYPE=redis " + variable))
        .withMessageStartingWith(
            variable.substring(0, equals) + " '" + variable.substring(equals + 1) + "' must ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis:6379", "u:s3cret@h", "redis://:s3cret@h", "h/s3cret", "a,s3cret"})
  void aHostThatIsNoneIsRefusedAndNotRepeated(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("CACHE_TYPE=redis CACHE_REDIS_HOST=" + host))
        .withMessageStartingWith("CACHE_REDIS_HOST must ")
        .withMessageContaining("CACHE_REDIS_URL")
        .withMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "memory:",
        "http://:s3cret@h",
        "unix:///s3cret",
        "redis://u:s3cret",
        "redis://s3cret@h",
        "redis://u:s3cret/@h:1",
        "redis:///0"
      })
  void aUrlThatIsNoneIsRefusedByName(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("CACHE_TYPE=redis CACHE_REDIS_URL=" + url))
        .withMessageStartingWith("CACHE_REDIS_URL")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void flasksOwnPrefixIsANamespace() {
    assertThat(read("CACHE_KEY_PREFIX=flask_cache_").namespace()).isEqualTo("flask_cache_");
  }

  @Test
  void theTypeAloneSwitchesBetweenStores() {
    LarderSettings settings =
        read(
            "CACHE_TYPE=simple CACHE_REDIS_HOST=a CACHE_REDIS_PORT=x CACHE_REDIS_URL=redis://b"
                + " CACHE_DEFAULT_TIMEOUT=7 CACHE_THRESHOLD=9");

    assertThat(settings)
        .isEqualTo(LarderSettings.DEFAULT.withDefaultTtl(Duration.ofSeconds(7)).withMaxEntries(9));
  }

  @ParameterizedTest
  @CsvSource({
    "CACHE_REDIS_URL=redis://:s3cret@h, CACHE_TYPE=redis",
    "CACHE_REDIS_HOST=h, CACHE_TYPE=redis",
    "CACHE_REDIS_SENTINELS=h, CACHE_TYPE=RedisSentinelCache",
    "CACHE_REDIS_CLUSTER=h, CACHE_TYPE=RedisClusterCache",
  })
  void redisWithoutATypeIsRefused(String variable, String type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(variable))
        .withMessageContaining(variable.substring(0, variable.indexOf('=')) + " is set")
        .withMessageContaining(type)
        .withMessageNotContaining("s3cret");
  }
}

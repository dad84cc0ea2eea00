package io.larder.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What the package promises about itself. */
class PureRulesTest {
  private static final JavaClasses RULES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.larder.http");

  @Test
  void theRulesKnowNoContainerNoNetworkAndNoOtherPartOfLarder() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.larder.http",
            "java.lang..",
            "java.util..",
            "java.time..",
            "java.nio",
            "java.nio.charset",
            "java.security",
            "org.jspecify.annotations")
        .check(RULES);
  }

  @Test
  void theRulesReadNoClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(InstantSource.class)
        .check(RULES);
  }

  @Test
  void aHitAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    RequestHead request =
        RequestHead.anonymous(
            "GET", HttpFields.of("Accept", "*/*", "If-None-Match", "\"x\"", "Cookie", "a=b"));
    Validators stored = Validators.of(HttpFields.of("ETag", "\"x\""), Instant.EPOCH);
    Lifetime lifetime = Lifetime.ofFresh(Duration.ofSeconds(30));
    aThousandHits(request, stored, lifetime);
    long before = threads.getCurrentThreadAllocatedBytes();
    long ages = aThousandHits(request, stored, lifetime);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(ages).isEqualTo(20_000);
    assertThat(allocated).as("bytes for a thousand hits").isLessThan(1_000);
  }

  private static long aThousandHits(RequestHead request, Validators stored, Lifetime lifetime) {
    long resident = Duration.ofSeconds(20).toNanos();
    long sum = 0;
    for (int i = 0; i < 1_000; i++) {
      if (RequestRules.judge(request, RequestOptions.DEFAULT) == RequestVerdict.LOOK_UP
          && lifetime.at(resident) == Freshness.FRESH
          && ReuseRules.judge(request.fields(), RequestOptions.PROXY, 1, resident, () -> false)
              == Reuse.FRESH
          && !ReuseRules.onlyIfCached(request.fields(), RequestOptions.PROXY)
          && Preconditions.evaluate(request, stored) == Preconditions.Outcome.NOT_MODIFIED
          && CacheStatus.hit(lifetime.ttlSeconds(resident)).value().length() > 0) {
        sum += Age.seconds(lifetime.initialAge(), resident);
      }
    }
    return sum;
  }
}

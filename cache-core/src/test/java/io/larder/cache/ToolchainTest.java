package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.larder.cache")
class ToolchainTest {

  @Property
  void aPropertyRuns(@ForAll String text) {
    assertThat(text + "x").isNotEqualTo(text);
  }

  @ArchTest
  void anArchitectureRuleRuns(JavaClasses classes) {
    ArchRuleDefinition.noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "redis.clients..")
        .check(classes);
  }

  @Nested
  class Jupiter {
    @Test
    void aTestRuns() {
      assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(17);
    }
  }
}

package io.larder.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** What the store on Redis may know. */
@AnalyzeClasses(packages = "io.larder.redis", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  void nothingKnowsAContainerOrAnotherStore(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "io.larder.cache.memory", "com.github.benmanes..")
        .check(classes);
  }
}

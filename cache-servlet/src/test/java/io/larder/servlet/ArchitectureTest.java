package io.larder.servlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** The arrows: servlet to http to cache, and never to a store. */
@AnalyzeClasses(
    packages = {"io.larder.servlet", "io.larder.http"},
    importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  void nothingKnowsAStore(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.larder.redis",
            "redis.clients..",
            "io.larder.cache.memory",
            "com.github.benmanes..",
            "tools.jackson..")
        .check(classes);
  }

  @ArchTest
  void theRulesOfHttpKnowNoContainer(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAPackage("io.larder.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "io.larder.servlet")
        .check(classes);
  }
}

package io.larder.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** What the test kit may know. */
@AnalyzeClasses(packages = "io.larder.testkit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  void nothingKnowsAContainerOrAStoreOfTheLibrary(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta..",
            "redis.clients..",
            "com.github.benmanes..",
            "io.larder.cache.memory..",
            "io.larder.redis..",
            "io.larder.servlet..")
        .check(classes);
  }

  @ArchTest
  void onlyTheContractNeedsMoreOfJUnitThanExtensions(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.larder.testkit.contract")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.junit.jupiter.params..", "org.junit.platform..", "org.opentest4j..")
        .check(classes);
  }

  @ArchTest
  void theContractKnowsNoStoreOfTheKit(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAPackage("io.larder.testkit.contract")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.larder\\.testkit\\.(Map|Fault).*")
        .check(classes);
  }
}

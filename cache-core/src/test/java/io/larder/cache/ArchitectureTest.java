package io.larder.cache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** Which part of the core may know which. */
@AnalyzeClasses(packages = "io.larder.cache", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  void nothingKnowsAContainerOrAClientOfRedis(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "javax.servlet..", "redis.clients..")
        .check(classes);
  }

  @ArchTest
  void keysAnnotationsAndFlightsKnowNothingElse(JavaClasses classes) {
    for (String each : new String[] {"key", "annotation", "flight"}) {
      noClasses()
          .that()
          .resideInAPackage("io.larder.cache." + each)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.cache",
              "io.larder.cache.memory",
              "io.larder.cache.codec",
              "io.larder.cache.method",
              "io.larder.cache.spi")
          .check(classes);
    }
  }

  @ArchTest
  void plansOfMethodsKnowNoStore(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAPackage("io.larder.cache.method")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.larder.cache.memory", "io.larder.cache.spi", "io.larder.cache.coding")
        .check(classes);
  }

  @ArchTest
  void onlyWhatIsInMemoryKnowsCaffeine(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.larder.cache.memory", "io.larder.cache.tiered")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.benmanes..")
        .check(classes);
  }

  @ArchTest
  void onlyTheServiceLoaderAndCopiesKnowTheStoreInMemory(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.larder.cache.memory", "io.larder.cache.tiered")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.larder.cache.memory")
        .check(classes);
  }

  @ArchTest
  void onlyTheJsonCodecKnowsJackson(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.larder.cache.codec")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(classes);
  }

  @ArchTest
  void onlyTheWriterOfSubclassesKnowsByteBuddy(JavaClasses classes) {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.larder.cache.method.SubclassWriter")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.bytebuddy..")
        .check(classes);
  }
}

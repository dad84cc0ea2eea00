package io.larder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;

/** The kit's tests run twice, each time on the JUnit that the build says. */
class JUnitVersionTest {

  @Test
  void eachRunIsOnTheJUnitThatItIsMeantFor() {
    String meant =
        System.getProperty("larder.junit", Test.class.getPackage().getImplementationVersion());
    assertThat(Test.class.getPackage().getImplementationVersion()).isEqualTo(meant);
    assertThat(new JupiterTestEngine().getVersion()).contains(meant);
  }
}

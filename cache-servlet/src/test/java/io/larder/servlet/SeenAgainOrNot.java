package io.larder.servlet;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A test on each container, once where the filter sees requests again that have waited, and once
 * where it is mapped for requests alone.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest
@CsvSource({
  "JETTY, false",
  "TOMCAT, false",
  "UNDERTOW, false",
  "JETTY, true",
  "TOMCAT, true",
  "UNDERTOW, true"
})
@interface SeenAgainOrNot {}

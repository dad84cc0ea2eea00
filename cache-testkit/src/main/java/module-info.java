/** For tests of code that uses Larder, and of stores for it. */
module io.larder.testkit {
  requires transitive io.larder.cache;
  requires transitive org.assertj.core;
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api;
  requires static org.junit.jupiter.params;

  exports io.larder.testkit;
  exports io.larder.testkit.contract;

  // The contract's tests are found by reflection.
  opens io.larder.testkit.contract;
}

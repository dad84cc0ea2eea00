package io.larder.benchmarks.methods;

/**
 * A value as applications have them.
 *
 * @param symbol what is traded
 * @param price in cents
 */
public record Quote(String symbol, long price) {

  static Quote of(String symbol) {
    return new Quote(symbol, symbol.hashCode());
  }
}

package io.larder.benchmarks.methods;

/** What is behind all of them. */
class SlowQuotes implements Quotes {

  @Override
  public Quote find(String symbol) {
    return Quote.of(symbol);
  }
}

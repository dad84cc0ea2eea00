package io.larder.benchmarks.methods;

/** A service as applications have them; each competitor annotates one of its own. */
public interface Quotes {

  /** Finds a quote by one text. */
  Quote find(String symbol);
}

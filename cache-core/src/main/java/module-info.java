/** Stores, the engine, keys, annotations and codecs of Larder, with the store in memory. */
@SuppressWarnings("module") // the flights are for a module that is compiled after this one
module io.larder.cache {
  requires com.github.benmanes.caffeine;
  requires static transitive org.jspecify;
  requires static com.aayushatharva.brotli4j;
  requires static com.github.luben.zstd_jni;
  requires static net.bytebuddy;
  requires static tools.jackson.databind;

  exports io.larder.cache;
  exports io.larder.cache.annotation;
  exports io.larder.cache.codec;
  exports io.larder.cache.coding to
      io.larder.servlet;
  exports io.larder.cache.flight to
      io.larder.servlet;
  exports io.larder.cache.freshness to
      io.larder.servlet;
  exports io.larder.cache.key;
  exports io.larder.cache.lease to
      io.larder.servlet;
  exports io.larder.cache.spi;
  exports io.larder.cache.tiered to
      io.larder.redis;

  uses io.larder.cache.spi.BackendProvider;

  provides io.larder.cache.spi.BackendProvider with
      io.larder.cache.memory.MemoryProvider;
}

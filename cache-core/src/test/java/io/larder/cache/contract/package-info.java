/**
 * What every store promises, as tests: a store's own test extends {@link
 * io.larder.cache.contract.CacheStoreContract} and says how the store is opened.
 */
package io.larder.cache.contract;

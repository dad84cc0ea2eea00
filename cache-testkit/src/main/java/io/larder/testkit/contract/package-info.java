/**
 * What every store promises, as tests: a store's own test extends {@link
 * io.larder.testkit.contract.CacheStoreContract} and says how the store is opened.
 */
@NullMarked
package io.larder.testkit.contract;

import org.jspecify.annotations.NullMarked;

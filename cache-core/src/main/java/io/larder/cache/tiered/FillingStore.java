package io.larder.cache.tiered;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Terms;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that can say what a fill has stored, as the next look-up would find it. Thread-safe.
 *
 * @param <V> the type of the values
 */
public interface FillingStore<V> extends CacheStore<V> {

  /**
   * Stores what a load produced, as {@link CacheStore#fill} does.
   *
   * @param stored is told what lies there now, if the fill was {@link FillResult#STORED}; its
   *     lifetime began no later than that in the store
   */
  FillResult fill(Claim claim, @Nullable V value, Terms terms, Consumer<CacheEntry<V>> stored);

  /**
   * Stores what loads produced, as {@link CacheStore#fillAll} does.
   *
   * @param stored is told of each claim whose fill was {@link FillResult#STORED} what lies there
   *     now, as above
   */
  List<Filled> fillAll(List<ClaimedValue<V>> values, BiConsumer<Claim, CacheEntry<V>> stored);
}

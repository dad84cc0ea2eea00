package io.larder.testkit.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What {@link io.larder.cache.CacheStore} promises, as tests that every store passes. A store's own
 * test extends this class and opens a harness; the promises are numbered in the interface's
 * Javadoc:
 *
 * <ul>
 *   <li>1, 2 and 4 are {@link FenceContract} and {@link LateClaimContract}, 3 is {@link
 *       PutContract}, all four at once {@link ExplorationContract}, and for many keys at once
 *       {@link BatchContract};
 *   <li>5 is {@link TagContract};
 *   <li>6 and 7 are {@link LifetimeContract} and {@link KeepContract};
 *   <li>8 and 10 are {@link LimitContract}.
 * </ul>
 *
 * <p>Promise 9, that infrastructure never throws, is for each store's own tests, since each has its
 * own infrastructure; {@link SharedClockContract} is for stores that several processes share.
 */
public abstract class CacheStoreContract
    implements FenceContract,
        BatchContract,
        LateClaimContract,
        PutContract,
        ExplorationContract,
        TagContract,
        LifetimeContract,
        KeepContract,
        LimitContract {

  private StoreHarness harness;
  private Bench bench;

  /** Creates the contract of one test; nothing is opened yet. */
  protected CacheStoreContract() {}

  /** Opens the harness of one test. */
  protected abstract StoreHarness open() throws Exception;

  @Override
  public final Bench bench() {
    return bench;
  }

  @BeforeEach
  final void openBench() throws Exception {
    harness = open();
    bench = new Bench(harness);
  }

  @AfterEach
  final void closeBench() {
    try {
      bench.close();
    } finally {
      harness.close();
    }
  }
}

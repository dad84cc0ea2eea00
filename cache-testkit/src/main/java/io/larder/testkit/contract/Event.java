package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import java.util.List;

/** What ends a value under the key {@code k} with the tag {@code t}, in a store's every way. */
enum Event {
  EVICT {
    @Override
    Answer happen(Bench bench) {
      return bench.store().evict("k");
    }
  },
  EVICT_ALL {
    @Override
    Answer happen(Bench bench) {
      return bench.store().evictAll(List.of("other", "k"));
    }
  },
  INVALIDATE {
    @Override
    Answer happen(Bench bench) {
      return bench.store().invalidate(List.of("t"));
    }
  },
  INVALIDATE_ALL_VIEWS {
    @Override
    Answer happen(Bench bench) {
      return bench.larder().invalidate("unused", "t");
    }
  },
  CLEAR {
    @Override
    Answer happen(Bench bench) {
      return bench.store().clear();
    }
  },
  CLEAR_ALL_VIEWS {
    @Override
    Answer happen(Bench bench) {
      return bench.larder().clear();
    }
  };

  abstract Answer happen(Bench bench);

  void applied(Bench bench) {
    assertThat(happen(bench)).isEqualTo(Answer.APPLIED);
  }
}

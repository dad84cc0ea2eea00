package io.larder.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One codec, and many who write and read by it at once. */
@ManyTimes
class CodecThreadsTest {

  private static final int THREADS = 8;

  private static final SealingKeys KEYS = SealingKeys.of("0123456789abcdef".getBytes(UTF_8));

  @ParameterizedTest
  @EnumSource
  void eachReadsWhatItHasWritten(Compression.Format format) throws Exception {
    Codec<String> codec = Codecs.utf8().compressed(new Compression(format, 1)).sealed(KEYS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String text = ("text of " + i + ", ").repeat(50 + i);
        Place place = new Place(("shop:texts:" + i).getBytes(UTF_8), 1 << 20);
        writers.add(
            threads.submit(
                () -> {
                  start.await();
                  int read = 0;
                  while (read < 50) {
                    byte[] bytes = codec.encode(text, place);
                    assertThat(codec.decode(ByteBuffer.wrap(bytes), place)).isEqualTo(text);
                    read++;
                  }
                  return read;
                }));
      }
      for (Future<Integer> each : writers) {
        assertThat(each.get()).isEqualTo(50);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}

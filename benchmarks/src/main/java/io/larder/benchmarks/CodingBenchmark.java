package io.larder.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.cache.Page;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a fill pays once for {@code compress}, and a hit for a client that does not take it. */
@NullUnmarked // the fields are set before a benchmark runs
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodingBenchmark {

  /** The content coding. */
  @Param({"gzip", "br", "zstd"})
  public String coding;

  /** The length of the body. */
  @Param({"7000", "60000", "1000000"})
  public int bytes;

  private Page plain;
  private Page encoded;

  /** Makes a page of rows that differ as those of a table do, and says how small it becomes. */
  @Setup
  public void start() {
    Random random = new Random(1);
    StringBuilder json = new StringBuilder("[");
    while (json.length() < bytes) {
      json.append("{\"id\":").append(random.nextInt(1_000_000));
      json.append(",\"name\":\"University ").append(Integer.toString(random.nextInt(), 36));
      json.append("\",\"country\":\"Germany\",\"founded\":").append(1300 + random.nextInt(700));
      json.append(",\"web\":\"https://www.uni-").append(random.nextInt(9_000)).append(".de/\"},");
    }
    json.setLength(bytes);
    plain = Stubs.page(json.toString().getBytes(US_ASCII));
    encoded = plain.encoded(coding);
    System.out.printf("# %s: %d of %d bytes%n", coding, encoded.bodyLength(), bytes);
  }

  /** Encodes it. */
  @Benchmark
  public Page encode() {
    return plain.encoded(coding);
  }

  /** Makes it out again. */
  @Benchmark
  public Page decode() {
    return encoded.decoded();
  }
}

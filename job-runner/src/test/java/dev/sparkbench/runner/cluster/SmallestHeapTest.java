// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.Step;
import dev.sparkbench.runner.fixture.ChildJvm;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallestHeapTest {

  @TempDir Path folder;

  /** The collector is the one that a JVM chooses in a container of less than 1.8 GB. */
  @Test
  void isTheSmallestInWhichSparkStarts() throws Exception {
    assertThat(exitCode(Contract.SMALLEST_HEAP_MIB)).isZero();
    // The JVM rounds the parts of a heap, so that a few MiB less may do.
    assertThat(exitCode(Contract.SMALLEST_HEAP_MIB - 4)).isNotZero();
  }

  private int exitCode(int mebibytes) throws Exception {
    return ChildJvm.runSpark(DividesTheHeap.class, folder, 60, "-Xmx" + mebibytes + "m");
  }

  /** The system's memory is Spark's own setting for tests. */
  @ParameterizedTest
  @CsvSource({
    "1073741824, 64m, 'executor.memory is too little for Spark; give more: Executor memory 67108864 must be at least 471859200. '",
    "67108864, 1g, 'driver.memory is too little for Spark; give more: System memory 67108864 must be at least 471859200. '"
  })
  void failsForGoodWhereSparkRefusesALargerOne(String driver, String executor, String message) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.testing.memory", driver)
            .set("spark.executor.memory", executor);
    Failures failures =
        new Failures("s3://bucket/data.csv", "csv", new Storage("http://store:9000", null, true));

    assertThatThrownBy(() -> UnifiedMemoryManager.apply(conf, 1))
        .satisfies(
            e -> {
              Failure failure = failures.of(e, Step.STARTING, () -> false);
              assertThat(failure.reason())
                  .as(failure.message())
                  .isEqualTo(FailureReason.INVALID_CONFIGURATION);
              assertThat(failure.message()).startsWith(message);
              // A program may call Spark wrongly after the start; this is not the manifest's.
              assertThat(failures.of(e, Step.COMPUTING, () -> false).reason())
                  .isEqualTo(FailureReason.INTERNAL);
            });
  }

  /** A process that starts as Spark does. */
  static final class DividesTheHeap {
    public static void main(String[] args) {
      UnifiedMemoryManager.apply(new SparkConf(false), 1);
    }
  }
}

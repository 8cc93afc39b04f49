package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.LocalSpark;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;

class ExecutorLossesTest {

  private final SparkContext spark = LocalSpark.spark().sparkContext();

  @Test
  void countWhatGoesAwayWhileMeasuring() {
    ExecutorLosses losses = new ExecutorLosses();
    lose("before");

    String result =
        losses.watch(
            spark,
            () -> {
              lose("1");
              lose("2");
              return "done";
            });
    lose("after");

    assertThat(result).isEqualTo("done");
    assertThat(losses.count()).isEqualTo(2);
  }

  private void lose(String executor) {
    spark.listenerBus().post(new SparkListenerExecutorRemoved(0, executor, "killed by a test"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.OnePart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmupTest {

  private static final double NANOS = 1e9;

  private final SparkContext spark = LocalSpark.spark().sparkContext();

  private double now;
  private int made;

  @Test
  void equalPassesAreWarmAfterFour() {
    assertThat(warmUp(limits(1, 1, 120), pass -> 2).passes()).hasSize(4);
  }

  /** Times measured for a CSV file on one executor of eight, with 24 passes. */
  @Test
  void goesOnWhilePassesGetFaster() {
    double[] seconds = {
      6.42, 1.77, 1.60, 1.47, 1.38, 1.33, 1.25, 1.22, 1.20, 1.15, 1.11, 1.10, 1.06, 1.05, 1.02,
      1.00, 0.98, 0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.91, 0.91, 0.90, 0.91, 0.90, 0.90, 0.91,
      0.91, 0.90, 0.91, 0.90
    };
    Warmup.Outcome outcome = warmUp(limits(1, 8, 120), pass -> seconds[pass]);
    assertThat(outcome.settled()).isTrue();
    // By then, a pass takes 4 % longer than a warm one; the second pass took twice as long.
    assertThat(outcome.passes()).hasSizeBetween(17, 34);
  }

  @Test
  void noPassBeginsAfterItsTime() {
    Warmup.Outcome outcome = warmUp(limits(1, 1, 10), pass -> 100.0 / (pass + 20));
    assertThat(outcome.seconds().subList(0, 2).stream().mapToDouble(s -> s).sum()).isLessThan(10);
    assertThat(outcome.passes()).hasSize(3);
    assertThat(outcome.settled()).isFalse();
  }

  @Test
  void aPassLongerThanItsTimeIsTheOnlyOne() {
    assertThat(warmUp(limits(1, 8, 120), pass -> 600).passes()).hasSize(1);
  }

  @Test
  void makesTheLeastNumberOfPassesHoweverLongTheyTake() {
    assertThat(warmUp(limits(3, 24, 0), pass -> 600).passes()).hasSize(3);
    assertThat(warmUp(limits(0, 0, 0), pass -> 1).passes()).isEmpty();
  }

  /** A slot of eight nodes does in eight passes as much as a slot of a single node in one. */
  @Test
  void everySlotDoesAsMuchAsOneOfTheSmallestNodeCount() {
    assertThat(warmUp(Warmup.Limits.of(2, 8, 1, Duration.ofHours(1)), pass -> 1).passes())
        .hasSize(16);
    assertThat(warmUp(Warmup.Limits.of(2, 8, 0, Duration.ofHours(1)), pass -> 1).passes())
        .hasSize(4);
    assertThat(Warmup.Limits.of(1, 8, 3, Duration.ZERO).leastPerSlot()).isEqualTo(3);
  }

  @Test
  void beginsAgainWhenAnExecutorIsLost() {
    Warmup.Outcome outcome =
        warmUp(
            limits(1, 1, 120),
            pass -> {
              if (pass == 2) {
                spark
                    .listenerBus()
                    .post(new SparkListenerExecutorRemoved(0, "1", "killed by a test"));
              }
              return 1;
            });
    // The third is the first of the new executor, which does not count either.
    assertThat(outcome.passes()).hasSize(2 + 4);
  }

  @Test
  void warmsUpAnewWhenItIsAskedForAgain() {
    try (TaskRecorder recorder = TaskRecorder.of(spark)) {
      Warmup warmup = warmup(recorder, limits(1, 1, 120), pass -> 1);
      warmup.run();
      warmup.run();
      assertThat(warmup.outcome().passes()).hasSize(8);
      assertThat(warmup.outcome().settled()).isTrue();
    }
  }

  @Test
  void samplesTellWhatTooFewWarmUpsDoNot() {
    Warmup.Outcome one = warmUp(limits(1, 1, 0), pass -> 9);
    assertThat(one.warm(List.of(8.0, 7.0))).isNull();
    assertThat(one.warm(List.of(8.0, 7.0, 6.0))).isFalse();
    assertThat(one.warm(List.of(9.0, 9.0, 9.0))).isTrue();
    assertThat(warmUp(limits(1, 1, 120), pass -> 2).warm(List.of(1.5, 1.0))).isTrue();
  }

  /** By chance, warm-up must not become very long, nor end far too early. */
  @ParameterizedTest
  @CsvSource({"0.02, 6", "0.1, 9"})
  void scatteredTimesSettleAsWell(double scatter, double mostOnAverage) {
    Random random = new Random(1);
    double passes = 0;
    int repeats = 1_000;
    for (int i = 0; i < repeats; i++) {
      List<Double> seconds = new ArrayList<>();
      while (!Warmup.settled(seconds)) {
        seconds.add(Math.exp(scatter * random.nextGaussian()));
      }
      passes += seconds.size();
    }
    assertThat(passes / repeats).isBetween(4.0, mostOnAverage);
  }

  @Test
  void aDeclineByAPowerNeverSettles() {
    List<Double> seconds =
        IntStream.rangeClosed(1, 500).mapToObj(pass -> Math.pow(pass, -0.2)).toList();
    for (int count = 0; count <= seconds.size(); count++) {
      assertThat(Warmup.settled(seconds.subList(0, count))).as("%d passes", count).isFalse();
    }
  }

  private Warmup.Outcome warmUp(Warmup.Limits limits, IntToDoubleFunction seconds) {
    made = 0;
    now = 0;
    try (TaskRecorder recorder = TaskRecorder.of(spark)) {
      Warmup warmup = warmup(recorder, limits, seconds);
      warmup.run();
      return warmup.outcome();
    }
  }

  private Warmup warmup(TaskRecorder recorder, Warmup.Limits limits, IntToDoubleFunction seconds) {
    return new Warmup(
        limits,
        new Measuring<>(
            new OnePart<>(
                () -> {
                  now += seconds.applyAsDouble(made++);
                  return made;
                }),
            recorder,
            () -> {},
            this::nanos),
        this::nanos);
  }

  private long nanos() {
    return (long) (now * NANOS);
  }

  private static Warmup.Limits limits(int least, int leastPerSlot, int seconds) {
    return new Warmup.Limits(least, leastPerSlot, Duration.ofSeconds(seconds));
  }
}

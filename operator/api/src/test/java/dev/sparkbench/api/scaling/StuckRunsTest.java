// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One run in ten gets stuck, so times have a heavy tail, which intervals and verdicts do not model.
 * What is called slower is slower nevertheless; usually, the verdict is unknown.
 */
class StuckRunsTest {

  private static final int BENCHMARKS = 1_500;
  private static final double SHARE = 0.1;
  private static final IntToDoubleFunction TRUTH = n -> 95.0 / n + 5;

  /** Trials, and how many times as long a stuck run takes. */
  @ParameterizedTest
  @CsvSource({"3, 2", "3, 5", "5, 2", "5, 20", "8, 5"})
  void intervalsOfSpeedupsHold(int trials, double times) {
    Experiments experiments = Experiments.of(trials, trials, 0.03);
    int ofTimes = 0;
    int ofSpeedups = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      for (ScalingPoint point : ScalingTable.of(stuck(experiments, TRUTH, times)).points()) {
        double truth = TRUTH.applyAsDouble(point.nodes());
        ofTimes += covers(point.secondsInterval(), truth);
        ofSpeedups += covers(point.speedupInterval(), TRUTH.applyAsDouble(1) / truth);
      }
    }
    assertThat(ofSpeedups / (3.0 * BENCHMARKS)).isBetween(0.94, 0.98);
    // The geometric mean includes the stuck runs: the more trials there are, the narrower is its
    // interval.
    assertThat(ofTimes / (4.0 * BENCHMARKS)).isBetween(0.87, 0.98);
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "3, 5", "5, 2", "5, 20", "8, 5"})
  void regressionsStayRareAndAreSeldomFound(int trials, double times) {
    Experiments experiments = Experiments.of(trials, trials, 0.03);
    int wrong = 0;
    int unknown = 0;
    int found = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      Map<Integer, Samples> before = stuck(experiments, TRUTH, times);
      Optional<Boolean> same = regressed(before, stuck(experiments, TRUTH, times));
      wrong += same.orElse(false) ? 1 : 0;
      unknown += same.isEmpty() ? 1 : 0;
      found +=
          regressed(before, stuck(experiments, n -> 1.2 * TRUTH.applyAsDouble(n), times))
                  .orElse(false)
              ? 1
              : 0;
    }
    assertThat(wrong / (double) BENCHMARKS).isLessThanOrEqualTo(0.05);
    assertThat(unknown / (double) BENCHMARKS).as("nobody can tell").isGreaterThan(0.85);
    assertThat(found / (double) BENCHMARKS).as("a slowdown of 20 %").isLessThan(0.5);
  }

  private static Optional<Boolean> regressed(
      Map<Integer, Samples> before, Map<Integer, Samples> now) {
    return Comparison.of(List.of(before), now).regressed();
  }

  private static Map<Integer, Samples> stuck(
      Experiments experiments, IntToDoubleFunction truth, double times) {
    return experiments.withStuckRuns(experiments.benchmark(truth), SHARE, times);
  }

  private static int covers(Optional<Interval> interval, double truth) {
    return interval.filter(it -> it.contains(truth)).isPresent() ? 1 : 0;
  }
}

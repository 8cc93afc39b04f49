// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicatesTest {

  private static final int BENCHMARKS = 3_000;
  private static final IntToDoubleFunction TRUTH = n -> 95.0 / n + 5;

  @Test
  void estimatesAreGeometricMeans() {
    Replicates times = times(Map.of(1, List.of(8.0, 18.0), 2, List.of(4.0, 9.0)));
    assertThat(times.time(1)).isCloseTo(12, within(1e-12));
    assertThat(times.time(2)).isCloseTo(6, within(1e-12));
  }

  /** Student's t-test for pairs, computed as in a textbook. */
  @Test
  void ofTwoNodeCountsTheRatioIsThatOfPairs() {
    List<Double> one = List.of(8.1, 7.9, 8.4, 8.0);
    List<Double> two = List.of(4.3, 4.0, 4.1, 4.2);
    double[] logs = new double[one.size()];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(one.get(i) / two.get(i));
    }
    double reach =
        new TDistribution(3).inverseCumulativeProbability(0.975)
            * Math.sqrt(StatUtils.variance(logs) / 4);

    Interval ratio = times(Map.of(1, one, 2, two)).ratioInterval(1, 2).orElseThrow();

    assertThat(Math.log(ratio.low())).isCloseTo(StatUtils.mean(logs) - reach, within(1e-9));
    assertThat(Math.log(ratio.high())).isCloseTo(StatUtils.mean(logs) + reach, within(1e-9));
  }

  /** If a whole trial is slower, no speedup changes. */
  @Test
  void aSlowHourDoesNotCountForRatios() {
    Replicates calm = times(Map.of(1, List.of(8.0, 8.2, 8.1), 2, List.of(4.0, 4.2, 4.3)));
    Replicates slow = times(Map.of(1, List.of(8.0, 16.4, 8.1), 2, List.of(4.0, 8.4, 4.3)));
    assertThat(slow.ratioInterval(1, 2).orElseThrow().low())
        .isCloseTo(calm.ratioInterval(1, 2).orElseThrow().low(), within(1e-9));
    assertThat(slow.timeInterval(1).orElseThrow().high())
        .isGreaterThan(calm.timeInterval(1).orElseThrow().high());
  }

  @Test
  void oneTrialHasNoSpread() {
    Replicates times = times(Map.of(1, List.of(8.0), 2, List.of(4.0)));
    assertThat(times.timeInterval(1)).isEmpty();
    assertThat(times.ratioInterval(1, 2)).isEmpty();
    assertThat(times.spread()).isEmpty();
  }

  @Test
  void trialsThatNotAllHaveAreLeftOut() {
    Replicates times = times(Map.of(1, List.of(8.0, 9.0, 100.0), 2, List.of(4.0, 5.0)));
    assertThat(times.count()).isEqualTo(2);
    assertThat(times.time(1)).isCloseTo(Math.sqrt(72), within(1e-12));
  }

  @Test
  void wantsDurations() {
    assertThatThrownBy(() -> times(Map.of(1, List.of(1.0, 0.0))))
        .hasMessage("times of 1 nodes must be positive seconds, not [1.0, 0.0]");
    assertThatThrownBy(() -> times(Map.of(1, List.of()))).hasMessageContaining("no times");
  }

  /** The share of benchmarks whose interval contains the true value is the claimed one. */
  @ParameterizedTest
  @CsvSource({
    "2, 0.05, 0",
    "2, 0.05, 0.05",
    "3, 0.02, 0",
    "3, 0.05, 0.1",
    "3, 0.11, 0.05",
    "5, 0.05, 0",
    "5, 0.11, 0.1",
    "8, 0.05, 0.05"
  })
  void intervalsAreOf95Percent(int trials, double betweenPods, double betweenTrials) {
    Experiments experiments =
        Experiments.of(trials, trials, betweenPods).withSpreadBetweenTrials(betweenTrials);
    int times = 0;
    int ratios = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      ScalingTable table = ScalingTable.of(experiments.benchmark(TRUTH));
      for (ScalingPoint point : table.points()) {
        times += covers(point.secondsInterval().orElseThrow(), TRUTH.applyAsDouble(point.nodes()));
        ratios +=
            point.speedupInterval().map(it -> covers(it, trueSpeedup(point.nodes()))).orElse(0);
      }
    }
    // If trials differ much more than pods do, two trials are not enough to show it.
    assertThat(times / (4.0 * BENCHMARKS)).isBetween(0.93, 0.97);
    assertThat(ratios / (3.0 * BENCHMARKS)).isBetween(0.93, 0.97);
  }

  /** If eight nodes spread three times as much as one, intervals are somewhat too narrow. */
  @Test
  void nodeCountsThatSpreadMoreCoverLess() {
    Experiments experiments = Experiments.of(1, 3, 0.04);
    int[] covered = new int[9];
    for (int i = 0; i < BENCHMARKS; i++) {
      for (ScalingPoint point :
          ScalingTable.of(experiments.benchmark(TRUTH, n -> 1 + Math.log(n) / Math.log(8) * 2))
              .points()) {
        covered[point.nodes()] +=
            point.speedupInterval().map(it -> covers(it, trueSpeedup(point.nodes()))).orElse(0);
      }
    }
    assertThat(covered[2] / (double) BENCHMARKS).isGreaterThan(0.95);
    assertThat(covered[8] / (double) BENCHMARKS).isBetween(0.90, 0.96);
  }

  private static double trueSpeedup(int nodes) {
    return TRUTH.applyAsDouble(1) / TRUTH.applyAsDouble(nodes);
  }

  private static int covers(Interval interval, double truth) {
    return interval.contains(truth) ? 1 : 0;
  }

  private static Replicates times(Map<Integer, List<Double>> seconds) {
    return Replicates.of(new TreeMap<>(seconds));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScalingTableTest {

  @Test
  void comparesTimesWithThatOfTheSmallestNodeCount() {
    ScalingTable table =
        ScalingTable.of(Map.of(8, samples(2.0), 2, samples(7.0, 8.0, 100.0), 4, samples(5.0)));

    ScalingPoint base = table.points().get(0);
    assertThat(base.seconds()).isEqualTo(8, within(1e-12));
    assertThat(base.speedup()).isEqualTo(1);
    assertThat(base.serialFraction()).isEmpty();
    assertThat(base.samples()).isEqualTo(new SampleSummary(8, 7, 100, 3));
    assertThat(table.points()).extracting(ScalingPoint::nodes).containsExactly(2, 4, 8);
    ScalingPoint four = table.points().get(1);
    assertThat(four.speedup()).isEqualTo(1.6, within(1e-12));
    assertThat(four.efficiency()).isEqualTo(0.8, within(1e-12));
    // e = (1/1.6 − 1/2) / (1 − 1/2)
    assertThat(four.serialFraction().orElseThrow()).isEqualTo(0.25, within(1e-12));
    assertThat(table.baseline()).contains(base);
    assertThat(table.best()).contains(table.points().get(2));
  }

  /** With any number of iterations. */
  @Test
  void oneTrialHasNoIntervals() {
    ScalingTable table =
        ScalingTable.of(
            Map.of(1, samples(10, 11, 12, 13, 14, 15), 2, samples(5, 5.1, 5.2, 5.3, 5.4, 6)));
    assertThat(table.points())
        .allSatisfy(
            point -> {
              assertThat(point.secondsInterval()).isEmpty();
              assertThat(point.speedupInterval()).isEmpty();
              assertThat(point.efficiencyInterval()).isEmpty();
            });
    assertThat(table.spread()).isEmpty();
  }

  @Test
  void trialsHave() {
    ScalingTable table = Tables.spread(0.02, Map.of(1, 8.0, 2, 5.0));
    ScalingPoint two = table.points().get(1);
    Interval speedup = two.speedupInterval().orElseThrow();
    assertThat(speedup.contains(1.6)).isTrue();
    assertThat(two.efficiencyInterval().orElseThrow())
        .isEqualTo(new Interval(speedup.low() / 2, speedup.high() / 2));
    assertThat(table.points().get(0).speedupInterval()).isEmpty();
    assertThat(table.points().get(0).secondsInterval()).isPresent();
  }

  /** While a benchmark runs, its last trial has only some node counts. */
  @Test
  void trialsThatNotAllHaveDoNotCount() {
    ScalingTable table =
        ScalingTable.of(
            Map.of(
                1, new Samples(List.of(8.0, 18.0, 99.0), 3), 2, new Samples(List.of(4.0, 9.0), 2)));
    assertThat(table.points().get(0).seconds()).isEqualTo(12, within(1e-12));
    assertThat(table.points().get(0).samples().count()).isEqualTo(2);
    assertThat(table.points()).extracting(ScalingPoint::trials).containsExactly(2, 2);
  }

  @Test
  void nodeCountsWithoutSamplesAreLeftOut() {
    ScalingTable table = ScalingTable.of(Map.of(1, new Samples(List.of(), 0), 2, samples(3.0)));
    assertThat(table.points()).extracting(ScalingPoint::nodes).containsExactly(2);
  }

  @Test
  void ofEqualSpeedupsTheOneWithFewerNodesIsBest() {
    ScalingTable table = Tables.of(Map.of(1, 4.0, 2, 2.0, 4, 2.0));
    assertThat(table.best()).map(ScalingPoint::nodes).contains(2);
  }

  @Test
  void nothingMeasuredIsAnEmptyTable() {
    ScalingTable table = ScalingTable.of(Map.of());
    assertThat(table.points()).isEmpty();
    assertThat(table.baseline()).isEmpty();
    assertThat(table.best()).isEmpty();
  }

  @Test
  void aSerialTenthIsFoundAtEveryNodeCount() {
    // The example of Karp and Flatt's metric in M. J. Quinn, "Parallel Programming in C with MPI
    // and
    // OpenMP", 2004: speedups 1.82, 2.50, 3.08, 3.57, 4.00, 4.38, 4.71 on 2 to 8 processors.
    double[] speedups = {1.82, 2.50, 3.08, 3.57, 4.00, 4.38, 4.71};
    Map<Integer, Double> times = new TreeMap<>(Map.of(1, 100.0));
    for (int i = 0; i < speedups.length; i++) {
      times.put(i + 2, 100 / speedups[i]);
    }
    assertThat(
            Tables.of(times).points().stream()
                .map(ScalingPoint::serialFraction)
                .flatMap(Optional::stream))
        .hasSize(speedups.length)
        .allSatisfy(e -> assertThat(e).isCloseTo(0.1, within(0.002)));
  }

  private static Samples samples(double... seconds) {
    return new Samples(Arrays.stream(seconds).boxed().toList(), 1);
  }
}

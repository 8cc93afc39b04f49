package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScalingTableTest {

  @Test
  void comparesMediansWithThoseOfTheSmallestNodeCount() {
    ScalingTable table =
        ScalingTable.of(Map.of(8, List.of(2.0), 2, List.of(7.0, 8.0, 100.0), 4, List.of(5.0)));

    assertThat(table.points())
        .containsExactly(
            new ScalingPoint(
                2,
                SampleSummary.of(List.of(7.0, 8.0, 100.0)),
                1,
                1,
                Optional.empty(),
                Optional.empty()),
            // e = (1/1.6 − 1/2) / (1 − 1/2)
            new ScalingPoint(
                4, SampleSummary.of(List.of(5.0)), 1.6, 0.8, Optional.empty(), Optional.of(0.25)),
            new ScalingPoint(
                8, SampleSummary.of(List.of(2.0)), 4, 1, Optional.empty(), Optional.of(0.0)));
    assertThat(table.baseline()).contains(table.points().get(0));
    assertThat(table.best()).contains(table.points().get(2));
  }

  @Test
  void nodeCountsWithoutSamplesAreLeftOut() {
    ScalingTable table = ScalingTable.of(Map.of(1, List.of(), 2, List.of(3.0)));
    assertThat(table.points()).extracting(ScalingPoint::nodes).containsExactly(2);
  }

  @Test
  void ofEqualSpeedupsTheOneWithFewerNodesIsBest() {
    ScalingTable table = ScalingTable.of(Map.of(1, List.of(4.0), 2, List.of(2.0), 4, List.of(2.0)));
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
    Map<Integer, List<Double>> samples = new TreeMap<>(Map.of(1, List.of(100.0)));
    for (int i = 0; i < speedups.length; i++) {
      samples.put(i + 2, List.of(100 / speedups[i]));
    }
    assertThat(
            ScalingTable.of(samples).points().stream()
                .map(ScalingPoint::serialFraction)
                .flatMap(Optional::stream))
        .hasSize(speedups.length)
        .allSatisfy(e -> assertThat(e).isCloseTo(0.1, within(0.002)));
  }

  @Test
  void theSpeedupsIntervalComesFromTheWorstOfBothMedians() {
    List<Double> slow = List.of(10.0, 11.0, 12.0, 13.0, 14.0, 15.0);
    List<Double> fast = List.of(5.0, 5.1, 5.2, 5.3, 5.4, 6.0);
    ScalingTable table = ScalingTable.of(Map.of(1, slow, 2, fast));
    assertThat(table.points().get(1).speedupInterval())
        .contains(new SpeedupInterval(10.0 / 6.0, 15.0 / 5.0));
    assertThat(table.points().get(0).speedupInterval()).isEmpty();
  }

  @Test
  void theOrderOfSamplesDoesNotMatter() {
    List<Double> samples = List.of(3.0, 1.0, 2.0, 5.0, 4.0, 6.0);
    List<Double> sorted = samples.stream().sorted().toList();
    assertThat(ScalingTable.of(Map.of(1, samples, 2, samples)))
        .isEqualTo(ScalingTable.of(Map.of(1, sorted, 2, sorted)));
  }
}

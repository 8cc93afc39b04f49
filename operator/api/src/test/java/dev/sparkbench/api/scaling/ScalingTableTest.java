package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalingTableTest {

  @Test
  void comparesMediansWithThoseOfTheSmallestNodeCount() {
    ScalingTable table =
        ScalingTable.of(Map.of(8, List.of(2.0), 2, List.of(7.0, 8.0, 100.0), 4, List.of(5.0)));

    assertThat(table.points())
        .containsExactly(
            new ScalingPoint(2, SampleSummary.of(List.of(7.0, 8.0, 100.0)), 1, 1),
            new ScalingPoint(4, SampleSummary.of(List.of(5.0)), 1.6, 0.8),
            new ScalingPoint(8, SampleSummary.of(List.of(2.0)), 4, 1));
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
}

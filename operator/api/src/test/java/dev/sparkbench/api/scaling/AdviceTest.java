package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdviceTest {

  @Test
  void saysWhichNodeCountsAreEfficient() {
    assertThat(Advice.of(table(Map.of(1, 8.0, 2, 4.2, 4, 2.4, 8, 2.0)), Goal.NONE))
        .isEqualTo(
            "4 node counts measured; highest speedup 4.00x (8 nodes), 50 % efficient; up to 4 nodes stay 80 % efficient");
    assertThat(Advice.of(table(Map.of(1, 8.0, 2, 6.0)), Goal.NONE))
        .isEqualTo(
            "2 node counts measured; highest speedup 1.33x (2 nodes), 67 % efficient; with more than 1 node it is less than 80 % efficient");
  }

  @Test
  void hasNothingToChooseFromOneNodeCount() {
    assertThat(Advice.of(table(Map.of(4, 8.0)), Goal.NONE)).isEqualTo("1 node count measured");
  }

  @Test
  void saysWhereAGoalIsMet() {
    ScalingTable table = table(Map.of(1, 8.0, 2, 4.2, 4, 2.4));
    assertThat(Advice.of(table, Goal.of(5, null)))
        .isEqualTo(
            "3 node counts measured; highest speedup 3.33x (4 nodes), 83 % efficient; the goal is met at 2, 4, at the lowest cost with 2 nodes");
    assertThat(Advice.of(table, Goal.of(1, null)))
        .isEqualTo(
            "3 node counts measured; highest speedup 3.33x (4 nodes), 83 % efficient; no node count meets the goal");
    assertThat(Advice.of(table(Map.of(4, 8.0)), Goal.of(10, null)))
        .isEqualTo("1 node count measured; the goal is met at 4, at the lowest cost with 4 nodes");
  }

  private static ScalingTable table(Map<Integer, Double> seconds) {
    Map<Integer, List<Double>> samples = new TreeMap<>();
    seconds.forEach((nodes, time) -> samples.put(nodes, List.of(time)));
    return ScalingTable.of(samples);
  }
}

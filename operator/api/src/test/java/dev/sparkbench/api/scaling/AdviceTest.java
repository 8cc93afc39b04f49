// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AdviceTest {

  private static final String ONE_TRIAL =
      "; one trial does not say how much of this is chance: set measurement.trials to 3 or more";

  @Test
  void namesTheLastEfficientNodeCountAndWhatComesAfterIt() {
    assertThat(advice(Tables.spread(0.01, Map.of(1, 8.0, 2, 4.2, 4, 2.4, 8, 2.0))))
        .isEqualTo(
            "take 4 nodes: 3.33 times (3.26 to 3.41) as fast as 1 node for 1.2 times the executor time; 8 nodes are 49 to 51 % efficient");
  }

  @Test
  void saysThatMoreNodesBuyTimeWhereNoneIsEfficient() {
    assertThat(advice(Tables.spread(0.01, Map.of(1, 8.0, 2, 6.0, 4, 5.0))))
        .isEqualTo(
            "take 1 node if money counts, or 4 nodes: 1.60 times (1.56 to 1.65) as fast as 1 node for 2.5 times the executor time; 4 nodes are 39 to 41 % efficient");
  }

  @Test
  void saysThatMoreNodesAreNotFaster() {
    assertThat(advice(Tables.spread(0.01, Map.of(1, 8.0, 2, 8.8, 4, 9.9))))
        .isEqualTo("take 1 node: more are not faster (2 nodes: 0.91 times (0.88 to 0.93) as fast)");
    assertThat(advice(Tables.spread(0.1, Map.of(1, 8.0, 2, 7.8))))
        .startsWith("take 1 node: more are not certainly faster (2 nodes: 1.0 times (")
        .endsWith("as fast)");
  }

  @Test
  void doesNotHideThatAnEfficiencyIsNearTheLimit() {
    assertThat(advice(Tables.spread(0.03, Map.of(1, 8.0, 2, 4.9))))
        .isEqualTo(
            "take 2 nodes: 1.6 times (1.4 to 1.9) as fast as 1 node for 1.2 times the executor time; 2 nodes are 72 to 93 % efficient, so that 80 % is not sure");
  }

  @Test
  void oneTrialIsNotSure() {
    assertThat(advice(Tables.of(Map.of(1, 8.0, 2, 4.2))))
        .isEqualTo(
            "take 2 nodes: 1.9 times as fast as 1 node for 1.1 times the executor time"
                + ONE_TRIAL);
    assertThat(advice(Tables.of(Map.of(1, 8.0, 2, 9.0))))
        .isEqualTo("take 1 node: more are not faster (2 nodes: 0.89 times as fast)" + ONE_TRIAL);
  }

  @Test
  void hasNothingToChooseFromOneNodeCount() {
    assertThat(advice(Tables.spread(0.01, Map.of(4, 8.0))))
        .isEqualTo("4 nodes: 8.0 s (7.8 to 8.2)");
    assertThat(advice(Tables.of(Map.of()))).isEqualTo("no node count was measured");
  }

  @Test
  void saysWhereAGoalIsMet() {
    ScalingTable table = Tables.spread(0.01, Map.of(1, 8.0, 2, 4.2, 4, 2.4));
    assertThat(Advice.of(table, Goal.of(5, null), Costs.UNPRICED))
        .isEqualTo("the goal is met with 2, 4 nodes, at the lowest cost with 2 nodes");
    assertThat(Advice.of(table, Goal.of(1, null), Costs.UNPRICED))
        .isEqualTo("no node count meets the goal");
  }

  /** Twice the executors for half the time: which of them costs less is chance. */
  @Test
  void namesNoCheapestNodeCountWhereNoDifferenceIsShown() {
    ScalingTable linear = Tables.spread(0.03, Map.of(1, 8.0, 2, 4.02, 4, 3.6));
    assertThat(Advice.of(linear, Goal.of(10, null), Costs.UNPRICED))
        .isEqualTo(
            "the goal is met with 1, 2, 4 nodes, and no difference between the costs of 1, 2 nodes is shown");
  }

  /** The baseline is 100 % efficient by definition. */
  @Test
  void aGoalOfEfficiencyIsForMoreNodesThanTheBaseline() {
    ScalingTable table = Tables.spread(0.01, Map.of(1, 8.0, 2, 6.0));
    assertThat(Goal.of(null, 80).isMet(table.points())).isEqualTo(Goal.Answer.NO);
    assertThat(Goal.of(null, 60).isMet(table.points())).isEqualTo(Goal.Answer.YES);
    assertThat(Advice.of(table, Goal.of(null, 60), Costs.UNPRICED))
        .isEqualTo("the goal is met with 2 nodes, at the lowest cost with 2 nodes");
    assertThat(Goal.of(null, 60).isMet(Tables.of(Map.of(1, 8.0, 2, 4.0)).points()))
        .isEqualTo(Goal.Answer.UNKNOWN);
  }

  @Test
  void saysThatAGoalIsTooNearToTell() {
    ScalingTable near = Tables.spread(0.05, Map.of(1, 8.0, 2, 4.95));
    assertThat(Goal.of(5, null).isMet(near.points())).isEqualTo(Goal.Answer.UNKNOWN);
    assertThat(Advice.of(near, Goal.of(5, null), Costs.UNPRICED))
        .isEqualTo(
            "more trials are needed to say whether the goal is met; by the times measured it is, with 2 nodes");
    assertThat(Advice.of(Tables.of(Map.of(1, 8.0, 2, 1.0)), Goal.of(5, null), Costs.UNPRICED))
        .isEqualTo(
            "more trials are needed to say whether the goal is met; by the times measured it is, with 2 nodes"
                + ONE_TRIAL);
  }

  private static String advice(ScalingTable table) {
    return Advice.of(table, Goal.NONE, Costs.UNPRICED);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecommendationTest {

  // Efficiencies 100, 95.2, 80.6 and 62.5 per cent; executor-seconds 100, 105, 124 and 160.
  private static final ScalingTable TABLE = Tables.of(Map.of(1, 100.0, 2, 52.5, 4, 31.0, 8, 20.0));

  @Test
  void withoutAGoalTheLargestEfficientNodeCountIsNamed() {
    assertThat(Recommendation.of(TABLE, Goal.NONE, Costs.UNPRICED))
        .isEqualTo(new Recommendation(Optional.of(4), Optional.of(1), List.of(1, 2, 4, 8)));
  }

  @Test
  void aTimeGoalIsMetAtTheLowestCost() {
    assertThat(Recommendation.of(TABLE, Goal.of(40, null), Costs.UNPRICED))
        .isEqualTo(new Recommendation(Optional.of(4), Optional.of(4), List.of(4, 8)));
  }

  @Test
  void anEfficiencyGoalMovesTheLimit() {
    assertThat(Recommendation.of(TABLE, Goal.of(null, 90), Costs.UNPRICED))
        .isEqualTo(new Recommendation(Optional.of(2), Optional.of(2), List.of(2)));
  }

  @Test
  void goalsThatExcludeEachOtherAreMetByNone() {
    assertThat(Recommendation.of(TABLE, Goal.of(25, 80), Costs.UNPRICED))
        .isEqualTo(new Recommendation(Optional.of(4), Optional.empty(), List.of()));
  }

  @Test
  void atEqualCostFewerNodesAreTaken() {
    ScalingTable linear = Tables.of(Map.of(1, 8.0, 2, 4.0));
    assertThat(Recommendation.of(linear, Goal.NONE, Costs.UNPRICED).cheapestNodes()).contains(1);
  }

  /** Two nodes are 62.5 % efficient, four 86 %. */
  @Test
  void theRowOfEfficientNodeCountsIsUnbroken() {
    ScalingTable uneven = Tables.of(Map.of(1, 10.0, 2, 8.0, 4, 2.9, 8, 2.5));
    assertThat(Recommendation.of(uneven, Goal.NONE, Costs.UNPRICED).efficientNodes()).contains(1);
  }

  @Test
  void nothingMeasuredRecommendsNothing() {
    assertThat(Recommendation.of(ScalingTable.of(Map.of()), Goal.NONE, Costs.UNPRICED))
        .isEqualTo(new Recommendation(Optional.empty(), Optional.empty(), List.of()));
  }
}

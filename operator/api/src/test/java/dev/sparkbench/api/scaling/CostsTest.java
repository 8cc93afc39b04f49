// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostsTest {

  // 0.36 per hour is 0.0001 per second.
  private static final Price PRICE =
      new Price(
          new BigDecimal("0.36"),
          new BigDecimal("0.72"),
          "EUR",
          Map.of("large", new BigDecimal("0.18"), "huge", new BigDecimal("0.9")));

  private static final ScalingTable TABLE = Tables.of(Map.of(1, 100.0, 2, 52.5, 4, 31.0));

  @Test
  void aPassCostsWhatItsExecutorsCostMeanwhile() {
    Costs costs = costs(Map.of());
    // 4 executors for 31 seconds.
    assertThat(costs.of(TABLE.points().get(2))).contains(new BigDecimal("0.012400"));
    // 4 executors for 50 of 60 seconds, and the driver for all of them at twice the price.
    assertThat(costs.of(OneJob.of(4, 10, 15, 33, 2)).orElseThrow()).isEqualByComparingTo("0.032");
  }

  @Test
  void anExecutorHasThePriceOfItsInstanceType() {
    Costs costs =
        costs(
            Map.of(
                1, new Fleet(3, Map.of("large", 3)),
                2, new Fleet(6, Map.of("huge", 6)),
                4, new Fleet(12, Map.of("other", 12))));
    assertThat(costs.executorHour(1)).contains(new BigDecimal("0.18"));
    assertThat(costs.executorHour(2)).contains(new BigDecimal("0.9"));
    assertThat(costs.executorHour(4)).contains(new BigDecimal("0.36"));
    assertThat(costs.of(TABLE.points().get(0))).contains(new BigDecimal("0.005000"));
    assertThat(costs.of(TABLE.points().get(1))).contains(new BigDecimal("0.026250"));
    // The driver's price is its own.
    assertThat(costs.of(OneJob.of(2, 10, 15, 33, 2)).orElseThrow()).isEqualByComparingTo("0.037");
    assertThat(costs.remarks())
        .containsExactly(
            "cost.instanceTypes has no price for other, so cost.executorHourPrice was used");
  }

  /**
   * Of twelve executors in three trials, three are on large, three on huge, and six on unknown
   * types.
   */
  @Test
  void executorsCountEachWhereInstanceTypesAreMixed() {
    Costs costs = costs(Map.of(4, new Fleet(12, Map.of("large", 3, "huge", 3))));
    // (3 · 0.18 + 3 · 0.9 + 6 · 0.36) / 12
    assertThat(costs.executorHour(4)).contains(new BigDecimal("0.45"));
    assertThat(costs.remarks())
        .containsExactly(
            "the instance types of executors of 4 nodes are not known, so cost.executorHourPrice was used: drivers must be allowed to read nodes (the chart's jobs.rbac.readNodes)");
    assertThat(costs(Map.of(1, new Fleet(3, Map.of("large", 1, "other", 2)))).executorHour(1))
        .contains(new BigDecimal("0.3"));
    assertThat(costs(Map.of(1, new Fleet(3, Map.of("large", 1, "huge", 1)))).executorHour(1))
        .contains(new BigDecimal("0.48"));
  }

  @Test
  void withoutAPriceThereAreNoCosts() {
    assertThat(Costs.UNPRICED.of(TABLE.points().get(0))).isEmpty();
    assertThat(Costs.UNPRICED.of(OneJob.of(2, 10, 15, 33, 2))).isEmpty();
    assertThat(Costs.UNPRICED.executorHour(1)).isEmpty();
    assertThat(Costs.UNPRICED.remarks()).isEmpty();
  }

  @Test
  void oneGeneralPriceNeedsNoInstanceTypes() {
    Price general = new Price(BigDecimal.ONE, BigDecimal.ONE, "EUR", Map.of());
    assertThat(
            Costs.of(Optional.of(general), Map.of(1, new Fleet(3, Map.of("other", 1)))).remarks())
        .isEmpty();
  }

  /** Two nodes take more executor-seconds than one, but their executors cost half as much. */
  @Test
  void theCheapestIsTheOneThatCostsLeast() {
    Costs costs =
        costs(
            Map.of(
                1, new Fleet(1, Map.of()),
                2, new Fleet(2, Map.of("large", 2)),
                4, new Fleet(4, Map.of("huge", 4))));
    assertThat(Recommendation.of(TABLE, Goal.NONE, costs).cheapestNodes()).contains(2);
    assertThat(Recommendation.of(TABLE, Goal.NONE, Costs.UNPRICED).cheapestNodes()).contains(1);
    assertThat(Advice.goal(Tables.spread(0.01, Map.of(1, 8.0, 2, 4.2)), Goal.of(9, null), costs))
        .isEqualTo("the goal is met with 1, 2 nodes, at the lowest cost with 2 nodes");
  }

  @Test
  void theAdviceTellsThePriceWhereExecutorsDoNotCostTheSame() {
    ScalingTable table = Tables.spread(0.01, Map.of(1, 8.0, 2, 4.2));
    // Twice 4.2 s at 0.9, compared with 8 s at 0.36.
    assertThat(
            Advice.of(
                table,
                Goal.NONE,
                costs(Map.of(1, new Fleet(3, Map.of()), 2, new Fleet(6, Map.of("huge", 6))))))
        .contains("as fast as 1 node for 2.6 times the price");
    assertThat(Advice.of(table, Goal.NONE, costs(Map.of())))
        .contains("for 1.1 times the executor time");
  }

  @Test
  void nobodyIsTornBetweenTimeAndMoneyWhereTheFastestIsTheCheapest() {
    ScalingTable table = Tables.spread(0.01, Map.of(1, 8.0, 2, 6.0));
    Costs costs = costs(Map.of(1, new Fleet(3, Map.of()), 2, new Fleet(6, Map.of("large", 6))));
    assertThat(Advice.of(table, Goal.NONE, costs))
        .startsWith("take 2 nodes: 1.33 times")
        .contains("as fast as 1 node for 0.75 times the price; 2 nodes are");
  }

  private static Costs costs(Map<Integer, Fleet> fleets) {
    return Costs.of(Optional.of(PRICE), fleets);
  }
}

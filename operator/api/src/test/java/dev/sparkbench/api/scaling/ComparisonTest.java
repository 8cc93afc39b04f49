// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.scaling.Change.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  private static final int PAIRS = 1_000;
  private static final IntToDoubleFunction TRUTH = n -> 95.0 / n + 5;

  // Three trials that spread by 1 %.
  private static final Samples TEN = new Samples(List.of(9.9, 10.0, 10.1), 3);

  @Test
  void slowerByMoreThanFivePercentForSureIsARegression() {
    assertThat(verdict(TEN, times(1.2))).isEqualTo(Verdict.REGRESSION);
    assertThat(verdict(TEN, times(1.04))).isEqualTo(Verdict.NONE);
    assertThat(verdict(TEN, times(0.8))).isEqualTo(Verdict.IMPROVEMENT);
    // Between 5 % and 20 %, and not certainly above 5 %: no reason to act.
    assertThat(verdict(TEN, times(1.06))).isEqualTo(Verdict.NONE);
  }

  @Test
  void oneTrialSaysNothing() {
    Comparison comparison =
        compare(new Samples(List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0), 1), times(1, 1.8));
    assertThat(comparison.changes().get(1).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(comparison.regressed()).isEmpty();
    assertThat(comparison.trialsToNotice()).isEmpty();
  }

  @Test
  void theSpreadOfOneBenchmarkServesBoth() {
    assertThat(verdict(TEN, new Samples(List.of(20.0), 1))).isEqualTo(Verdict.REGRESSION);
    assertThat(verdict(TEN, new Samples(List.of(10.0), 1))).isEqualTo(Verdict.NONE);
  }

  @Test
  void aWideSpreadLeavesTheAnswerOpen() {
    Samples wild = new Samples(List.of(7.0, 10.0, 14.0), 3);
    Comparison comparison = compare(wild, wild);
    assertThat(comparison.changes().get(1).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(comparison.regressed()).isEmpty();
    assertThat(comparison.spread().orElseThrow()).isBetween(0.3, 0.4);
  }

  @Test
  void nodeCountsThatOneLacksAreNotCompared() {
    Comparison comparison = Comparison.of(List.of(Map.of(1, TEN, 2, TEN)), Map.of(2, TEN, 4, TEN));
    assertThat(comparison.changes()).containsOnlyKeys(2);
    assertThat(Comparison.of(List.of(Map.of(1, TEN)), Map.of(4, TEN)).regressed()).isEmpty();
  }

  /** Days differ by far more than the trials of a day. */
  @Test
  void theSpreadOfEarlierBenchmarksCounts() {
    List<Map<Integer, Samples>> days = new ArrayList<>();
    for (double day : new double[] {1, 1.4, 0.8, 1.2, 1}) {
      days.add(Map.of(1, times(day), 2, times(day)));
    }
    Map<Integer, Samples> today = Map.of(1, times(1.3), 2, times(1.3));
    assertThat(Comparison.of(days.subList(4, 5), today).regressed()).contains(true);
    assertThat(Comparison.of(days, today).regressed()).isEmpty();
  }

  /** At most one in twenty, for all node counts together. */
  @ParameterizedTest
  @CsvSource({
    "2, 0.03",
    "2, 0.109",
    "3, 0.01",
    "3, 0.03",
    "3, 0.05",
    "3, 0.109",
    "5, 0.05",
    "8, 0.109",
    "20, 0.109"
  })
  void whereNothingChangedRegressionsAreRare(int trials, double betweenPods) {
    Experiments experiments = Experiments.of(trials, trials, betweenPods);
    int regressions = 0;
    int above = 0;
    for (int i = 0; i < PAIRS; i++) {
      Comparison comparison =
          Comparison.of(List.of(experiments.benchmark(TRUTH)), experiments.benchmark(TRUTH));
      regressions += comparison.regressed().orElse(false) ? 1 : 0;
      // Without the tolerance of 5 %.
      above +=
          comparison.changes().values().stream()
                  .anyMatch(change -> change.interval().orElseThrow().low() > 1)
              ? 1
              : 0;
    }
    assertThat(regressions / (double) PAIRS).isLessThanOrEqualTo(0.05);
    assertThat(above / (double) PAIRS).isBetween(0.005, 0.065);
  }

  /** A slow day affects all node counts; 5 % of it are tolerated. */
  @Test
  void aSlowDayIsSeldomARegression() {
    Experiments experiments = Experiments.of(5, 3, 0.04);
    int wrong = 0;
    for (int i = 0; i < PAIRS; i++) {
      double yesterday = Math.exp(experiments.chance(0.03));
      double today = Math.exp(experiments.chance(0.03));
      wrong += isRegression(experiments, n -> yesterday, n -> today) ? 1 : 0;
    }
    assertThat(wrong / (double) PAIRS).isLessThanOrEqualTo(0.05);
  }

  /** If days differ by 10 %, the benchmarks of five days show it. */
  @Test
  void daysThatAreKnownToDifferAreSeldomARegression() {
    Experiments experiments = Experiments.of(6, 3, 0.02);
    int wrong = 0;
    int found = 0;
    for (int i = 0; i < PAIRS; i++) {
      List<Map<Integer, Samples>> days = new ArrayList<>();
      for (int day = 0; day < 5; day++) {
        days.add(day(experiments));
      }
      wrong += Comparison.of(days, day(experiments)).regressed().orElse(false) ? 1 : 0;
      found +=
          Comparison.of(days.subList(4, 5), day(experiments)).regressed().orElse(false) ? 1 : 0;
    }
    assertThat(wrong / (double) PAIRS).isLessThanOrEqualTo(0.05);
    assertThat(found / (double) PAIRS).as("without the days before").isGreaterThan(0.1);
  }

  private static Map<Integer, Samples> day(Experiments experiments) {
    double factor = Math.exp(experiments.chance(0.1));
    return experiments.benchmark(n -> TRUTH.applyAsDouble(n) * factor);
  }

  /** With the number of trials that it recommends, four of five slowdowns of 20 % are found. */
  @ParameterizedTest
  @CsvSource({"0.03", "0.05", "0.08"})
  void aSlowdownOf20PercentIsFound(double betweenPods) {
    double spread =
        Math.hypot(betweenPods, 0.02 * 0.67); // a median of three spreads by 0.67 of one
    int trials = Comparison.trialsToNotice(spread, 4).orElseThrow();
    Experiments experiments = Experiments.of(7, trials, betweenPods);
    assertThat(regressions(experiments, n -> n == 8 ? 1.2 : 1)).isGreaterThanOrEqualTo(0.8);
    assertThat(regressions(experiments, n -> 1.2)).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void asksForMoreTrialsWhereTimesSpreadMore() {
    assertThat(Comparison.trialsToNotice(0.01, 4)).contains(2);
    assertThat(Comparison.trialsToNotice(0.05, 4)).contains(4);
    assertThat(Comparison.trialsToNotice(0.2, 4)).isEmpty();
  }

  private static double regressions(Experiments experiments, IntToDoubleFunction change) {
    int found = 0;
    for (int i = 0; i < PAIRS; i++) {
      found += isRegression(experiments, n -> 1, change) ? 1 : 0;
    }
    return found / (double) PAIRS;
  }

  private static boolean isRegression(
      Experiments experiments, IntToDoubleFunction before, IntToDoubleFunction now) {
    return Comparison.of(
            List.of(experiments.benchmark(n -> TRUTH.applyAsDouble(n) * before.applyAsDouble(n))),
            experiments.benchmark(n -> TRUTH.applyAsDouble(n) * now.applyAsDouble(n)))
        .regressed()
        .orElse(false);
  }

  private static Verdict verdict(Samples before, Samples now) {
    return compare(before, now).changes().get(1).verdict();
  }

  private static Comparison compare(Samples before, Samples now) {
    return Comparison.of(List.of(Map.of(1, before)), Map.of(1, now));
  }

  private static Samples times(double factor) {
    return new Samples(TEN.all().stream().map(time -> time * factor).toList(), 3);
  }

  private static Samples times(int trials, double time) {
    return new Samples(List.of(time), trials);
  }
}

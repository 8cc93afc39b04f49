// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FittedLawTest {

  private static final int BENCHMARKS = 500;

  /** Amdahl's law: no coordination, no peak. */
  private static final IntToDoubleFunction AMDAHL = n -> 95.0 / n + 5;

  private static final double SPEEDUP_AT_16 = 100 / (95.0 / 16 + 5);

  @Test
  void threeNodeCountsAreNoLaw() {
    assertThat(fit(List.of(1, 2, 4), 5, AMDAHL)).isEmpty();
    assertThat(fit(List.of(1, 2, 4, 8), 5, AMDAHL)).isPresent();
  }

  @Test
  void oneTrialIsNoLaw() {
    assertThat(fit(List.of(1, 2, 4, 8), 1, AMDAHL)).isEmpty();
  }

  @Test
  void timesThatFollowNoLawHaveNone() {
    Map<Integer, Double> uneven = new TreeMap<>(Map.of(1, 10.0, 2, 8.0, 4, 2.9, 8, 2.5));
    assertThat(fit(List.of(1, 2, 4, 8), 5, uneven::get)).isEmpty();
  }

  /** Times that are known to one per mille deviate by more than that from any simple law. */
  @Test
  void smallDeviationsAreNotHeldAgainstIt() {
    ScalingTable table =
        ScalingTable.of(
            new Experiments(new Random(1), List.of(1, 2, 4, 8), 5, 1, 0.0005, 0, 0)
                .benchmark(n -> AMDAHL.applyAsDouble(n) * (n == 4 ? 1.01 : 1)));
    FittedLaw law = FittedLaw.of(table).orElseThrow();
    assertThat(law.sigma().contains(0.05)).isTrue();
  }

  /**
   * One run that took eight times as long leaves nearly every law possible, but no impossible
   * claims.
   */
  @Test
  void anOutlierMakesNoNonsense() {
    Map<Integer, Samples> samples = new TreeMap<>();
    for (int nodes : List.of(1, 2, 4, 8)) {
      samples.put(nodes, new Samples(List.of(10.0, nodes == 8 ? 80.0 : 10.1), 2));
    }
    FittedLaw.of(ScalingTable.of(samples))
        .ifPresent(
            law -> {
              for (Interval figure : List.of(law.sigma(), law.kappa(), law.speedup(16))) {
                assertThat(figure.low()).isFinite();
                assertThat(figure.high()).isFinite();
              }
            });
    assertThat(FittedLaw.of(ScalingTable.of(samples))).isPresent();
  }

  @Test
  void aPlainPeakIsNamed() {
    // √(100/4) = 5
    FittedLaw law = fit(List.of(1, 2, 4, 8, 16), 5, n -> 100.0 / n + 2 + 4 * (n - 1)).orElseThrow();
    Interval peak = law.peakNodes().orElseThrow();
    assertThat(peak.contains(5)).isTrue();
    assertThat(peak.high() - peak.low()).isLessThan(1.5);
  }

  @Test
  void aPlainCeilingIsNamed() {
    FittedLaw law = fit(List.of(1, 2, 4, 8, 16), 5, n -> 80.0 / n + 20).orElseThrow();
    assertThat(law.ceiling().orElseThrow().contains(5)).isTrue();
    assertThat(fit(List.of(1, 2, 4, 8), 5, n -> 100.0 / n).flatMap(FittedLaw::ceiling)).isEmpty();
  }

  @Test
  void isNotAskedWhereItHasNoSupport() {
    FittedLaw law = fit(List.of(1, 2, 4, 8), 5, AMDAHL).orElseThrow();
    assertThat(law.speedup(16).contains(SPEEDUP_AT_16)).isTrue();
    assertThatThrownBy(() -> law.speedup(17))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the law holds from 1 to 16 nodes, not for 17");
  }

  @Test
  void theSameTimesHaveTheSameLaw() {
    ScalingTable table = table(List.of(1, 2, 4, 8), 3, AMDAHL, 1);
    assertThat(FittedLaw.of(table)).isEqualTo(FittedLaw.of(table));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.05})
  void whereThereIsNoPeakItIsRarelyClaimed(double betweenPods) {
    int peaks = 0;
    int laws = 0;
    int sigmas = 0;
    int extrapolations = 0;
    Experiments experiments = Experiments.of(3, 3, betweenPods);
    for (int i = 0; i < BENCHMARKS; i++) {
      Optional<FittedLaw> law = FittedLaw.of(ScalingTable.of(experiments.benchmark(AMDAHL)));
      laws += law.isPresent() ? 1 : 0;
      peaks += law.flatMap(FittedLaw::peakNodes).isPresent() ? 1 : 0;
      sigmas += law.filter(it -> it.sigma().contains(0.05)).isPresent() ? 1 : 0;
      extrapolations +=
          law.filter(it -> it.speedup(16).contains(SPEEDUP_AT_16)).isPresent() ? 1 : 0;
    }
    assertThat(laws / (double) BENCHMARKS).isGreaterThan(0.97);
    assertThat(peaks / (double) laws).isLessThan(0.025);
    assertThat(sigmas / (double) laws).isBetween(0.93, 0.97);
    assertThat(extrapolations / (double) laws).isBetween(0.93, 0.97);
  }

  private static Optional<FittedLaw> fit(
      List<Integer> nodes, int trials, IntToDoubleFunction seconds) {
    return FittedLaw.of(table(nodes, trials, seconds, 7));
  }

  private static ScalingTable table(
      List<Integer> nodes, int trials, IntToDoubleFunction seconds, long seed) {
    return ScalingTable.of(
        new Experiments(new Random(seed), nodes, trials, 1, 0.01, 0, 0).benchmark(seconds));
  }
}

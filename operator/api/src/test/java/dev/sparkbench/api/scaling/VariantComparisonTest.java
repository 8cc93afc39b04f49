// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.sparkbench.api.scaling.VariantComparison.Measured;
import dev.sparkbench.api.scaling.VariantComparison.Ratio;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariantComparisonTest {

  private static final int BENCHMARKS = 2_000;

  @Test
  void theRatioIsThatOfTheTrialsNotOfTheTimes() {
    // The second trial was in a slow hour, for both.
    VariantComparison comparison =
        VariantComparison.of(
            List.of(
                new Measured("base", 1, Map.of(2, new Samples(List.of(10.0, 30.0, 10.2), 3))),
                new Measured("new", 1, Map.of(2, new Samples(List.of(8.0, 24.3, 8.1), 3)))));
    Ratio ratio = comparison.ratio("new", 2).orElseThrow();
    assertThat(ratio.time()).isCloseTo(0.80, within(0.01));
    assertThat(ratio.verdict()).isEqualTo(Verdict.Faster);
    assertThat(ratio.interval().orElseThrow().high()).isLessThan(0.83);
    assertThat(comparison.best().orElseThrow().variant()).isEqualTo("new");
  }

  @Test
  void shapesAreComparedWhereTheyHaveAsManyCores() {
    Samples two = new Samples(List.of(2.0, 2.0), 2);
    VariantComparison comparison =
        VariantComparison.of(
            List.of(
                new Measured("slim", 1, Map.of(1, two, 2, two, 4, two)),
                new Measured("fat", 4, Map.of(1, two, 2, two)),
                new Measured("odd", 3, Map.of(1, two))));
    assertThat(comparison.ratios())
        .extracting(Ratio::variant, Ratio::nodes, Ratio::referenceNodes)
        .containsExactly(tuple("fat", 1, 4));
    assertThat(comparison.ratio("fat", 2)).isEmpty();
    assertThat(comparison.uncompared()).containsExactly("odd");
    assertThat(goal(5, null).isMet(comparison, true)).isEqualTo(ComparisonGoal.Answer.Incomplete);
    assertThat(comparison.overall()).hasSize(1);
  }

  @Test
  void coresThatCannotBeDividedAreNowhereTheSame() {
    Samples two = new Samples(List.of(2.0, 2.0), 2);
    assertThat(
            VariantComparison.of(
                    List.of(
                        new Measured("fat", 2, Map.of(1, two)),
                        new Measured("slim", 1, Map.of(3, two))))
                .ratios())
        .isEmpty();
  }

  @Test
  void oneTrialHasARatioAndNoVerdict() {
    VariantComparison comparison =
        VariantComparison.of(
            List.of(
                new Measured("a", 1, Map.of(1, new Samples(List.of(2.0), 1))),
                new Measured("b", 1, Map.of(1, new Samples(List.of(1.0), 1)))));
    assertThat(comparison.ratios().get(0).verdict()).isEqualTo(Verdict.TooFewTrials);
    assertThat(comparison.ratios().get(0).time()).isEqualTo(0.5);
    assertThat(comparison.ratios().get(0).interval()).isEmpty();
  }

  /**
   * About one benchmark in twenty at most, over all its node counts and over the sentences about a
   * variant as a whole, also where the largest node count spreads more than the others.
   */
  @ParameterizedTest
  @CsvSource({
    // trials, variants, node counts, spread by chance, spread from trial to trial, times as much
    // chance at the largest node count
    "2, 2, 1, 0.03, 0.0, 1",
    "3, 2, 1, 0.03, 0.2, 1",
    "3, 2, 4, 0.03, 0.2, 1",
    "3, 4, 4, 0.05, 0.1, 1",
    "3, 8, 8, 0.05, 0.1, 1",
    "6, 2, 2, 0.109, 0.0, 1",
    "10, 3, 4, 0.03, 0.3, 1",
    "3, 2, 2, 0.03, 0.2, 3",
    "3, 2, 4, 0.03, 0.2, 3",
    "5, 2, 4, 0.03, 0.2, 3",
    "5, 3, 8, 0.02, 0.1, 10",
    "3, 8, 4, 0.03, 0.1, 5",
    "3, 8, 8, 0.03, 0.1, 5",
  })
  void whereNothingDiffersAFasterVariantIsRare(
      int trials,
      int variants,
      int nodeCounts,
      double chance,
      double betweenTrials,
      double atTheLargest) {
    Random random = new Random(trials * 31 + variants * 7 + nodeCounts);
    int faster = 0;
    int slower = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      VariantComparison comparison =
          VariantComparison.of(
              benchmark(
                  random,
                  trials,
                  variants,
                  nodeCounts,
                  new Noise(chance, betweenTrials, atTheLargest),
                  1.0));
      faster += says(comparison, Verdict.Faster) ? 1 : 0;
      slower += says(comparison, Verdict.Slower) ? 1 : 0;
    }
    assertThat(faster / (double) BENCHMARKS).isLessThanOrEqualTo(0.06);
    assertThat(slower / (double) BENCHMARKS).isLessThanOrEqualTo(0.06);
    // It is no test that never says anything.
    assertThat((faster + slower) / (double) BENCHMARKS).isGreaterThan(0.01);
  }

  /** One run in ten takes 2 to 20 times as long, as on clusters with stragglers. */
  @Test
  void runsThatGetStuckMakeNoFasterVariant() {
    Random random = new Random(5);
    int wrong = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      List<Measured> variants =
          benchmark(random, 3, 2, 4, 0.03, 0.1, 1.0).stream()
              .map(
                  variant ->
                      longer(
                          variant,
                          (nodes, trial) ->
                              random.nextInt(10) == 0 ? 2 + 18 * random.nextDouble() : 1))
              .toList();
      wrong += says(VariantComparison.of(variants), Verdict.Faster) ? 1 : 0;
    }
    assertThat(wrong / (double) BENCHMARKS).isLessThanOrEqualTo(0.05);
  }

  /** Whatever the cluster does to whole trials. */
  @Test
  void threeTrialsNoticeADifferenceOfTwentyPercent() {
    Random random = new Random(9);
    int noticed = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      noticed +=
          says(VariantComparison.of(benchmark(random, 3, 2, 4, 0.05, 0.3, 0.8)), Verdict.Faster)
              ? 1
              : 0;
    }
    assertThat(noticed / (double) BENCHMARKS).isGreaterThan(0.9);
  }

  @Test
  void aGoalIsMetByTheCautiousEndOfEveryInterval() {
    List<Measured> faster = benchmark(new Random(3), 6, 2, 2, 0.01, 0.1, 0.5);
    VariantComparison sure = VariantComparison.of(faster);
    assertThat(goal(5, null).isMet(sure, true)).isEqualTo(ComparisonGoal.Answer.Met);
    assertThat(goal(5, null).isMet(sure, false)).isEqualTo(ComparisonGoal.Answer.Incomplete);
    assertThat(goal(null, 3.0).isMet(sure, false)).isEqualTo(ComparisonGoal.Answer.NotFaster);
    assertThat(goal(null, 1.5).isMet(sure, true)).isEqualTo(ComparisonGoal.Answer.Met);
    assertThat(goal(null, 3.0).isMet(sure, true)).isEqualTo(ComparisonGoal.Answer.NotFaster);
    assertThat(goal(5, 2.0).isMet(sure, true)).isEqualTo(ComparisonGoal.Answer.NotSure);
    VariantComparison slower =
        VariantComparison.of(benchmark(new Random(3), 6, 2, 2, 0.01, 0.1, 1.5));
    assertThat(goal(5, null).isMet(slower, true)).isEqualTo(ComparisonGoal.Answer.Slower);
    VariantComparison once =
        VariantComparison.of(benchmark(new Random(3), 1, 2, 2, 0.01, 0.1, 0.5));
    assertThat(goal(5, null).isMet(once, true)).isEqualTo(ComparisonGoal.Answer.TooFewTrials);
    assertThat(goal(5, null).isMet(new VariantComparison(List.of(), List.of(), List.of()), true))
        .isEqualTo(ComparisonGoal.Answer.NothingInCommon);
  }

  /** One node count is just beyond the limit, and all others are far within it. */
  @Test
  void aGoalThatIsMissedIsRarelyMet() {
    Random random = new Random(13);
    int met = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      List<Measured> variants = benchmark(random, 3, 2, 4, 0.03, 0.1, 0.8);
      Measured missing = longer(variants.get(1), (nodes, trial) -> nodes == 4 ? 1.051 / 0.8 : 1);
      ComparisonGoal.Answer answer =
          goal(5, null).isMet(VariantComparison.of(List.of(variants.get(0), missing)), true);
      met += answer == ComparisonGoal.Answer.Met ? 1 : 0;
    }
    assertThat(met / (double) BENCHMARKS).isLessThanOrEqualTo(0.06);
  }

  /**
   * A variant whose whole trials vary, as on nodes of its own, by more than the runs within them.
   * Without the spread between trials, one benchmark in eight would be wrong.
   */
  @Test
  void trialsThatAreSlowForOneVariantRarelyMakeAFasterOne() {
    Random random = new Random(17);
    int wrong = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      List<Measured> variants = benchmark(random, 3, 2, 4, 0.03, 0.1, 1.0);
      double[] slow =
          IntStream.range(0, 3).mapToDouble(t -> Math.exp(0.06 * random.nextGaussian())).toArray();
      Measured other = longer(variants.get(1), (nodes, trial) -> slow[trial]);
      wrong += says(VariantComparison.of(List.of(variants.get(0), other)), Verdict.Faster) ? 1 : 0;
    }
    assertThat(wrong / (double) BENCHMARKS).isLessThanOrEqualTo(0.09);
  }

  @Test
  void saysWhatItKnowsAndNoMore() {
    List<String> names = List.of("v0", "v1", "v2");
    VariantComparison sure =
        VariantComparison.of(benchmark(new Random(3), 6, 2, 2, 0.01, 0.1, 0.5));
    assertThat(VariantAdvice.of(sure, names, List.of()))
        .matches(
            "v1 is 2[.]0\\d* times \\([0-9. to]+\\) as fast as v0; v2 has no result with as many executor cores as one of v0");
    assertThat(VariantAdvice.best(sure, "v0")).matches("(1[.]99|2[.]0\\d)x \\(v1\\)");
    VariantComparison same =
        VariantComparison.of(benchmark(new Random(4), 6, 2, 2, 0.05, 0.1, 1.0));
    assertThat(VariantAdvice.of(sure, names, List.of("v1")))
        .startsWith("the outputs of v1 differ from those of v0, so that its times say nothing; v2");
    assertThat(VariantAdvice.best(sure.without(List.of("v1")), "v0")).isEqualTo("not shown");
    assertThat(VariantAdvice.of(same, names.subList(0, 2), List.of()))
        .startsWith("v1: no difference from v0 shown, ");
    assertThat(VariantAdvice.best(same, "v0")).isEqualTo("not shown");
    VariantComparison slower =
        VariantComparison.of(benchmark(new Random(4), 6, 2, 2, 0.01, 0.1, 1.5));
    assertThat(VariantAdvice.best(slower, "v0")).isEqualTo("1.00x (v0)");
    assertThat(VariantAdvice.goal(goal(5, null), slower, List.of(), true))
        .startsWith("not every variant is at most 5 % slower than the reference: v1 is 0.6");
    assertThat(VariantAdvice.goal(goal(5, null), sure, List.of("v1/2_nodes"), true))
        .isEqualTo(
            "the outputs of v1/2_nodes differ from the reference's, so their times cannot be compared");
  }

  /** How many times as long a run takes. */
  private interface Factor {
    double of(int nodes, int trial);
  }

  private static Measured longer(Measured variant, Factor factor) {
    Map<Integer, Samples> samples = new TreeMap<>();
    variant
        .samples()
        .forEach(
            (nodes, times) ->
                samples.put(
                    nodes,
                    new Samples(
                        IntStream.range(0, times.all().size())
                            .mapToObj(trial -> times.all().get(trial) * factor.of(nodes, trial))
                            .toList(),
                        times.trials())));
    return new Measured(variant.name(), variant.cores(), samples);
  }

  private static ComparisonGoal goal(Integer maxSlowdownPercent, Double minSpeedup) {
    return new ComparisonGoal(
        Optional.ofNullable(maxSlowdownPercent), Optional.ofNullable(minSpeedup));
  }

  private static boolean says(VariantComparison comparison, Verdict verdict) {
    return comparison.ratios().stream().anyMatch(ratio -> ratio.verdict() == verdict)
        || comparison.overall().stream().anyMatch(overall -> overall.verdict() == verdict);
  }

  /**
   * Standard deviations of the logarithm, and how much larger chance is at the largest node count.
   */
  private record Noise(double chance, double betweenTrials, double atTheLargest) {}

  private static List<Measured> benchmark(
      Random random,
      int trials,
      int variants,
      int nodeCounts,
      double chance,
      double betweenTrials,
      double factor) {
    return benchmark(
        random, trials, variants, nodeCounts, new Noise(chance, betweenTrials, 1), factor);
  }

  /** The first variant is the reference; all others take {@code factor} times as long. */
  private static List<Measured> benchmark(
      Random random, int trials, int variants, int nodeCounts, Noise noise, double factor) {
    double[] slow =
        IntStream.range(0, trials)
            .mapToDouble(t -> Math.exp(noise.betweenTrials() * random.nextGaussian()))
            .toArray();
    List<Measured> all = new ArrayList<>();
    for (int v = 0; v < variants; v++) {
      Map<Integer, Samples> samples = new TreeMap<>();
      for (int n = 0; n < nodeCounts; n++) {
        double chance = noise.chance() * (n == nodeCounts - 1 ? noise.atTheLargest() : 1);
        double truth = (95.0 / (1 << n) + 5) * (v == 0 ? 1 : factor);
        samples.put(
            1 << n,
            new Samples(
                IntStream.range(0, trials)
                    .mapToObj(t -> truth * slow[t] * Math.exp(chance * random.nextGaussian()))
                    .toList(),
                trials));
      }
      all.add(new Measured("v" + v, 1, samples));
    }
    return all;
  }
}

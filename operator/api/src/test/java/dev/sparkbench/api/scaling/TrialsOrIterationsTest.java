// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table in job-runner/MEASUREMENT.md: how wide the interval of a speedup is, by trials and
 * iterations.
 */
class TrialsOrIterationsTest {

  private static final double BETWEEN_PODS = 0.05;
  private static final double WITHIN_JVM = 0.02;
  private static final List<Integer> NODES = List.of(1, 2, 4, 8);

  /** The variance of the median of a number of normal values with variance 1. */
  private static final Map<Integer, Double> MEDIAN = Map.of(2, 0.5, 10, 0.1383);

  private static final int BENCHMARKS = 2_000;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8})
  void thePageHasTheseFigures(int trials) throws IOException {
    assertThat(Files.readAllLines(Path.of("../../job-runner/MEASUREMENT.md")))
        .filteredOn(line -> line.startsWith("| %d | ±".formatted(trials)))
        .containsExactly(
            "| %d | %s | %s |"
                .formatted(trials, figure(reach(trials, 2)), figure(reach(trials, 10))));
  }

  /** The computed interval is the root mean square of those of simulated benchmarks. */
  @ParameterizedTest
  @CsvSource({"2, 2", "2, 10", "3, 2", "5, 10", "8, 2"})
  void benchmarksHaveSuchIntervals(int trials, int iterations) {
    Experiments experiments =
        new Experiments(new Random(trials), NODES, trials, iterations, BETWEEN_PODS, WITHIN_JVM, 0);
    double squares = 0;
    for (int i = 0; i < BENCHMARKS; i++) {
      Interval speedup =
          ScalingTable.of(experiments.benchmark(n -> 95.0 / n + 5))
              .points()
              .get(3)
              .speedupInterval()
              .orElseThrow();
      squares += Math.pow(Math.log(speedup.high() / speedup.low()) / 2, 2);
    }
    double reach = reach(trials, iterations);
    assertThat(Math.sqrt(squares / BENCHMARKS)).isCloseTo(reach, within(0.03 * reach));
  }

  /** With a third of the passes that are measured. */
  @Test
  void fiveTrialsOfTwoTellMoreThanThreeOfTen() {
    assertThat(reach(5, 2)).isLessThan(0.75 * reach(3, 10));
  }

  /** Half the width of the interval of the logarithm of a speedup. */
  private static double reach(int trials, int iterations) {
    double variance =
        BETWEEN_PODS * BETWEEN_PODS + WITHIN_JVM * WITHIN_JVM * MEDIAN.get(iterations);
    double freedom = (trials - 1.0) * (NODES.size() - 1);
    return new TDistribution(null, freedom).inverseCumulativeProbability(0.975)
        * Math.sqrt(2 * variance / trials);
  }

  private static String figure(double reach) {
    double percent = 100 * Math.expm1(reach);
    return String.format(Locale.ROOT, percent < 10 ? "±%.1f %%" : "±%.0f %%", percent);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScalingLawTest {

  private static final Offset<Double> EXACTLY = within(1e-9);
  private static final int[] NODES = {1, 2, 4, 8, 16};

  @Test
  void findsTheLawThatTheTimesFollow() {
    // T(p) = 10/p + 2 + 0.1(p − 1): 12, 7.1, 4.8, 3.95, 4.125
    ScalingLaw law = fit(NODES, p -> 10 / p + 2 + 0.1 * (p - 1));
    assertThat(law.parallelSec()).isCloseTo(10, EXACTLY);
    assertThat(law.serialSec()).isCloseTo(2, EXACTLY);
    assertThat(law.coordinationSec()).isCloseTo(0.1, EXACTLY);
    assertThat(law.sigma()).isCloseTo(1.0 / 6, EXACTLY);
    assertThat(law.kappa()).isCloseTo(0.1 / 12, EXACTLY);
    assertThat(law.peakNodes()).isCloseTo(10, EXACTLY);
    // At 10 nodes: 1 + 2 + 0.9 seconds.
    assertThat(law.ceiling()).isCloseTo(12 / 3.9, EXACTLY);
    assertThat(law.seconds(32)).isCloseTo(10.0 / 32 + 2 + 3.1, EXACTLY);
  }

  @Test
  void amdahlsLawIsTheCaseWithoutCoordination() {
    ScalingLaw law = fit(NODES, p -> 9 / p + 1);
    assertThat(law.sigma()).isCloseTo(0.1, EXACTLY);
    assertThat(law.kappa()).isZero();
    assertThat(law.ceiling()).isCloseTo(10, EXACTLY);
    assertThat(law.peakNodes()).isInfinite();
  }

  @Test
  void superlinearTimesDoNotMakeNegativeTerms() {
    ScalingLaw law = fit(new int[] {1, 2, 4}, p -> 10 / Math.pow(p, 1.2));
    assertThat(law.serialSec()).isZero();
    assertThat(law.coordinationSec()).isZero();
    assertThat(law.parallelSec()).isPositive();
    assertThat(law.ceiling()).isInfinite();
  }

  @Test
  void nodesCountFromTheBaseline() {
    // Measured at 2, 4, 8: p = 1, 2, 4.
    ScalingLaw law = fit(new int[] {2, 4, 8}, nodes -> 8 / (nodes / 2) + 1 + 0.5 * (nodes / 2 - 1));
    assertThat(law.baselineSec()).isCloseTo(9, EXACTLY);
    assertThat(law.peakNodes()).isCloseTo(8, EXACTLY);
  }

  /** A time that is 5 % off moves the law as far at 16 nodes as at one. */
  @Test
  void deviationsCountAsSharesOfTheTime() {
    DoubleUnaryOperator truth = p -> 100 / p + 1;
    double atOne = fit(NODES, p -> truth.applyAsDouble(p) * (p == 1 ? 1.05 : 1)).seconds(4);
    double atSixteen = fit(NODES, p -> truth.applyAsDouble(p) * (p == 16 ? 1.05 : 1)).seconds(4);
    assertThat(Math.abs(atOne / 26 - 1)).isBetween(0.001, 0.02);
    assertThat(Math.abs(atSixteen / 26 - 1)).isBetween(0.0001, 0.02);
  }

  @Test
  void aLawIsRecoveredFromNoisyTimes() {
    Random noise = new Random(1);
    double worst = 0;
    for (int experiment = 0; experiment < 200; experiment++) {
      ScalingLaw law =
          fit(NODES, p -> (10 / p + 2 + 0.1 * (p - 1)) * (1 + 0.01 * noise.nextGaussian()));
      worst = Math.max(worst, Math.abs(law.sigma() - 1.0 / 6));
    }
    // One per cent of noise moves σ by a few hundredths at the most.
    assertThat(worst).isBetween(0.001, 0.05);
  }

  private static ScalingLaw fit(int[] nodes, DoubleUnaryOperator seconds) {
    return new LawFit(nodes, Arrays.stream(nodes).asDoubleStream().map(seconds).toArray()).best();
  }
}

package dev.sparkbench.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScalingLawTest {

  private static final Offset<Double> EXACTLY = within(1e-9);
  private static final List<Integer> NODES = List.of(1, 2, 4, 8, 16);

  @Test
  void findsTheLawThatTheTimesFollow() {
    // T(p) = 10/p + 2 + 0.1(p − 1): 12, 7.1, 4.8, 3.95, 4.125
    ScalingLaw law = fit(NODES, p -> 10 / p + 2 + 0.1 * (p - 1));
    assertThat(law.parallelSec()).isCloseTo(10, EXACTLY);
    assertThat(law.serialSec()).isCloseTo(2, EXACTLY);
    assertThat(law.coordinationSec()).isCloseTo(0.1, EXACTLY);
    assertThat(law.sigma()).isCloseTo(1.0 / 6, EXACTLY);
    assertThat(law.kappa()).isCloseTo(0.1 / 12, EXACTLY);
    assertThat(law.peakNodes().orElseThrow()).isCloseTo(10, EXACTLY);
    assertThat(law.ceiling()).isEmpty();
    assertThat(law.seconds(32)).isCloseTo(10.0 / 32 + 2 + 3.1, EXACTLY);
    assertThat(law.worstResidual()).isCloseTo(0, EXACTLY);
  }

  @Test
  void amdahlsLawIsTheCaseWithoutCoordination() {
    ScalingLaw law = fit(NODES, p -> 9 / p + 1);
    assertThat(law.sigma()).isCloseTo(0.1, EXACTLY);
    assertThat(law.kappa()).isZero();
    assertThat(law.ceiling().orElseThrow()).isCloseTo(10, EXACTLY);
    assertThat(law.peakNodes()).isEmpty();
  }

  @Test
  void aCeilingBelowWhatWasMeasuredIsNone() {
    Map<Integer, Double> uneven = Map.of(1, 3.952, 2, 3.743, 4, 3.807, 8, 2.874);
    ScalingLaw law = fit(List.of(1, 2, 4, 8), p -> uneven.get((int) p));
    assertThat(law.kappa()).isZero();
    assertThat(1 / law.sigma()).isBetween(1.25, 3.952 / 2.874);
    assertThat(law.ceiling()).isEmpty();
  }

  @Test
  void superlinearTimesDoNotMakeNegativeTerms() {
    ScalingLaw law = fit(List.of(1, 2, 4), p -> 10 / Math.pow(p, 1.2));
    assertThat(law.serialSec()).isZero();
    assertThat(law.coordinationSec()).isZero();
    assertThat(law.parallelSec()).isPositive();
    assertThat(law.worstResidual()).isPositive();
  }

  @Test
  void nodesCountFromTheBaseline() {
    // Measured at 2, 4, 8: p = 1, 2, 4.
    ScalingLaw law = fit(List.of(2, 4, 8), nodes -> 8 / (nodes / 2) + 1 + 0.5 * (nodes / 2 - 1));
    assertThat(law.baselineSec()).isCloseTo(9, EXACTLY);
    assertThat(law.peakNodes().orElseThrow()).isCloseTo(8, EXACTLY);
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

  @Test
  void thePeakIsNotSoughtBeyondReach() {
    // √(100/0.01) = 100, but nothing beyond 16 was measured.
    assertThat(fit(NODES, p -> 100 / p + 1 + 0.01 * (p - 1)).peakNodes()).isEmpty();
  }

  @Test
  void theLawIsNotAskedWhereItHasNoSupport() {
    ScalingLaw law = fit(NODES, p -> 9 / p + 1);
    assertThatThrownBy(() -> law.seconds(33))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the law holds from 1 to 32 nodes, not for 33");
  }

  @Test
  void twoPointsAreNoLaw() {
    assertThat(ScalingLaw.fit(table(List.of(1, 2), p -> 1 / p))).isEmpty();
  }

  @Test
  void residualsSayHowFarOffThePointsAre() {
    ScalingTable bent =
        ScalingTable.of(
            Map.of(1, List.of(10.0), 2, List.of(5.0), 4, List.of(4.0), 8, List.of(1.25)));
    ScalingLaw law = ScalingLaw.fit(bent).orElseThrow();
    assertThat(law.residuals()).extracting(ScalingLaw.Residual::nodes).containsExactly(1, 2, 4, 8);
    assertThat(law.residuals())
        .allSatisfy(
            residual ->
                assertThat(residual.seconds())
                    .isCloseTo(
                        time(bent, residual.nodes()) - law.seconds(residual.nodes()), EXACTLY));
    assertThat(law.worstResidual()).isGreaterThan(0.2);
  }

  private static double time(ScalingTable table, int nodes) {
    return table.points().stream()
        .filter(point -> point.nodes() == nodes)
        .findFirst()
        .orElseThrow()
        .time()
        .median();
  }

  private static ScalingLaw fit(List<Integer> nodes, DoubleUnaryOperator seconds) {
    return ScalingLaw.fit(table(nodes, seconds)).orElseThrow();
  }

  private static ScalingTable table(List<Integer> nodes, DoubleUnaryOperator seconds) {
    Map<Integer, List<Double>> samples = new TreeMap<>();
    nodes.forEach(n -> samples.put(n, Collections.singletonList(seconds.applyAsDouble(n))));
    return ScalingTable.of(samples);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import dev.sparkbench.api.scaling.Replicates.Spread;
import dev.sparkbench.api.scaling.Replicates.Variance;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.util.FastMath;

/**
 * The law that fits a benchmark's times, with intervals for its figures. A figure's interval covers
 * all laws that the times do not contradict: those whose deviations, compared with the spread
 * between trials, are not significantly larger than those of the best law (a profile likelihood
 * interval; D. M. Bates and D. G. Watts, "Nonlinear Regression Analysis and Its Applications",
 * 1988, section 6.1). A claim is made only if all of these laws agree on it.
 *
 * <p>There is no law for fewer than {@value #FEWEST_POINTS} node counts, because three parameters
 * fit any three points. There is none for a single trial, because its certainty would be unknown,
 * and none if times deviate from it by more than chance.
 *
 * @param law the best law
 * @param possible the laws that the times do not contradict, the best one among them
 * @param largestNodes the largest node count that was measured
 */
public record FittedLaw(ScalingLaw law, List<ScalingLaw> possible, int largestNodes) {

  /** Fewer node counts do not determine three parameters. */
  public static final int FEWEST_POINTS = 4;

  /** The law is used up to this multiple of the largest measured node count. */
  public static final int REACH = 2;

  /**
   * The law is a simplification, so a deviation of 1 % does not reject it, however certain it is.
   */
  private static final double MODEL_ERROR = 0.01 * 0.01;

  private static final double UPPER_TAIL = 0.975;
  private static final double PLAINLY_WRONG = 0.99;

  /** Copies the laws. */
  public FittedLaw {
    possible = List.copyOf(possible);
  }

  /** Fits the law; empty if there is none. */
  public static Optional<FittedLaw> of(ScalingTable table) {
    List<ScalingPoint> points = table.points();
    if (points.size() < FEWEST_POINTS) {
      return Optional.empty();
    }
    int[] nodes = points.stream().mapToInt(ScalingPoint::nodes).toArray();
    double[] seconds = points.stream().mapToDouble(ScalingPoint::seconds).toArray();
    LawFit fit = new LawFit(nodes, seconds);
    int trials = points.get(0).trials();
    return table
        .spread()
        .map(Spread::withinTrial)
        .map(chance -> chance.times(1.0 / trials))
        .map(chance -> new Variance(Math.max(chance.value(), MODEL_ERROR), chance.freedom()))
        .filter(chance -> describes(fit.best(), points, chance))
        .map(
            chance ->
                new FittedLaw(
                    fit.best(),
                    fit.within(FastMath.pow(chance.quantile(UPPER_TAIL), 2) * chance.value()),
                    nodes[nodes.length - 1]));
  }

  /** Whether the times deviate from the law by no more than the trials differ. */
  private static boolean describes(ScalingLaw law, List<ScalingPoint> points, Variance chance) {
    int freedom = points.size() - law.termsInUse();
    if (freedom <= 0) {
      return true;
    }
    double deviation =
        points.stream()
            .mapToDouble(point -> FastMath.log(point.seconds() / law.seconds(point.nodes())))
            .map(log -> log * log)
            .sum();
    return deviation / freedom
        <= chance.value()
            * new FDistribution(null, freedom, chance.freedom())
                .inverseCumulativeProbability(PLAINLY_WRONG);
  }

  /** The largest node count for which it is used. */
  public int reachNodes() {
    return REACH * largestNodes;
  }

  /** Contention. */
  public Interval sigma() {
    return interval(ScalingLaw::sigma);
  }

  /** Crosstalk. */
  public Interval kappa() {
    return interval(ScalingLaw::kappa);
  }

  /**
   * The speedup of a node count.
   *
   * @param nodes from the baseline's to {@value #REACH} times the largest measured
   * @throws IllegalArgumentException outside of that range, where there is no evidence for the law
   */
  public Interval speedup(int nodes) {
    if (nodes < law.baselineNodes() || nodes > (long) REACH * largestNodes) {
      throw new IllegalArgumentException(
          "the law holds from %d to %d nodes, not for %d"
              .formatted(law.baselineNodes(), REACH * largestNodes, nodes));
    }
    return interval(one -> one.baselineSec() / one.seconds(nodes));
  }

  /**
   * An interval for the node count with the shortest time; empty unless such a node count certainly
   * exists within {@value #REACH} times the largest measured one.
   */
  public Optional<Interval> peakNodes() {
    return Optional.of(interval(ScalingLaw::peakNodes))
        .filter(peak -> peak.high() <= (double) REACH * largestNodes);
  }

  /**
   * An interval for the speedup that no number of nodes exceeds; empty unless it is certainly less
   * than the ideal speedup of {@value #REACH} times the largest number of nodes.
   */
  public Optional<Interval> ceiling() {
    return Optional.of(interval(ScalingLaw::ceiling))
        .filter(limit -> limit.high() < (double) REACH * largestNodes / law.baselineNodes());
  }

  private Interval interval(ToDoubleFunction<ScalingLaw> figure) {
    return new Interval(
        possible.stream().mapToDouble(figure).min().orElseThrow(),
        possible.stream().mapToDouble(figure).max().orElseThrow());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.util.FastMath;

/**
 * Times of several node counts that were measured repeatedly, each time all of them: the trials of
 * a benchmark, or a series of benchmarks.
 *
 * <p>In the model, the logarithm of a time is the sum of an effect of the node count, an effect of
 * the trial (a slow hour of the cluster affects all node counts of a trial), and chance (a
 * randomised complete block design; D. C. Montgomery, "Design and Analysis of Experiments", chapter
 * 4). The spread by chance is estimated from all node counts together, so that a few trials are
 * enough. It is relative: a time of 2 s that spreads by 0.1 s spreads as much as one of 20 s that
 * spreads by 1 s.
 *
 * <p>The estimate of a time is the geometric mean over the trials. The estimate of a speedup is the
 * geometric mean of the trials' speedups, which is the ratio of these times.
 */
public final class Replicates {

  private static final double CONFIDENCE = 0.95;

  private final SortedMap<Integer, List<Double>> seconds;
  private final int count;

  private Replicates(SortedMap<Integer, List<Double>> seconds, int count) {
    this.seconds = seconds;
    this.count = count;
  }

  /**
   * Creates the estimates for times.
   *
   * @param secondsByNodes for each node count one time per trial, in the order of the trials; a
   *     trial is left out if some node count does not have it
   * @throws IllegalArgumentException if there is no node count, a node count without a time, or a
   *     time that is not a duration
   */
  public static Replicates of(SortedMap<Integer, List<Double>> secondsByNodes) {
    int count = secondsByNodes.values().stream().mapToInt(List::size).min().orElse(0);
    if (count == 0) {
      throw new IllegalArgumentException("no times to compare: " + secondsByNodes);
    }
    SortedMap<Integer, List<Double>> common = new TreeMap<>();
    secondsByNodes.forEach(
        (nodes, times) -> common.put(nodes, List.copyOf(times.subList(0, count))));
    common.forEach(Replicates::requireDurations);
    return new Replicates(common, count);
  }

  private static void requireDurations(int nodes, List<Double> times) {
    if (!times.stream().allMatch(time -> time > 0 && Double.isFinite(time))) {
      throw new IllegalArgumentException(
          "times of %d nodes must be positive seconds, not %s".formatted(nodes, times));
    }
  }

  /** How often every node count was measured. */
  public int count() {
    return count;
  }

  /** The estimated time of a node count, in seconds: the geometric mean of its times. */
  public double time(int nodes) {
    // A single time is returned as it is, without the rounding of a logarithm.
    return count == 1 ? seconds.get(nodes).get(0) : FastMath.exp(logMean(nodes));
  }

  /** The confidence interval of a time, in seconds; empty if there is only one trial. */
  public Optional<Interval> timeInterval(int nodes) {
    return spread().map(spread -> around(logMean(nodes), spread.one(), count));
  }

  /**
   * The confidence interval of the speedup of one node count over another, T(from)/T(to). The
   * effect of a trial cancels out.
   *
   * @return empty if there is only one trial, or only one node count
   */
  public Optional<Interval> ratioInterval(int from, int to) {
    return from == to || seconds.size() < 2
        ? Optional.empty()
        : spread()
            .map(
                spread ->
                    around(logMean(from) - logMean(to), spread.withinTrial().times(2), count));
  }

  /** The spread of the logarithms of times by chance; empty if there is only one trial. */
  public Optional<Spread> spread() {
    return count < 2 ? Optional.empty() : Optional.of(Spread.of(this));
  }

  private static Interval around(double log, Variance variance, int count) {
    double reach = variance.quantile((1 + CONFIDENCE) / 2) * Math.sqrt(variance.value() / count);
    return new Interval(FastMath.exp(log - reach), FastMath.exp(log + reach));
  }

  private double logMean(int nodes) {
    return Arrays.stream(logs(nodes)).average().orElseThrow();
  }

  private double[] logs(int nodes) {
    return seconds.get(nodes).stream().mapToDouble(FastMath::log).toArray();
  }

  /**
   * An estimated variance.
   *
   * @param value the estimate
   * @param freedom its degrees of freedom
   */
  public record Variance(double value, double freedom) {

    /**
     * The variance of a sum of independent values; with the inverse factor, the variance of their
     * mean.
     */
    Variance times(double factor) {
      return new Variance(factor * value, freedom);
    }

    /** The value of Student's t distribution below which a share of all cases is. */
    double quantile(double share) {
      return new TDistribution(null, freedom).inverseCumulativeProbability(share);
    }
  }

  /**
   * The spread of the logarithms of times.
   *
   * @param one variance of a single time: by chance, and between trials
   * @param withinTrial variance of a single time by chance alone; the same as {@code one} if there
   *     is only one node count
   */
  public record Spread(Variance one, Variance withinTrial) {

    private static final double ESTIMATED = 0.9;

    private static Spread of(Replicates times) {
      int groups = times.seconds.size();
      int count = times.count;
      double[][] logs = times.seconds.keySet().stream().map(times::logs).toArray(double[][]::new);
      double[] groupMeans = new double[groups];
      double[] trialMeans = new double[count];
      double mean = 0;
      for (int g = 0; g < groups; g++) {
        for (int t = 0; t < count; t++) {
          groupMeans[g] += logs[g][t] / count;
          trialMeans[t] += logs[g][t] / groups;
          mean += logs[g][t] / groups / count;
        }
      }
      double betweenTrials = 0;
      double chance = 0;
      for (int t = 0; t < count; t++) {
        betweenTrials += groups * square(trialMeans[t] - mean);
        for (int g = 0; g < groups; g++) {
          chance += square(logs[g][t] - groupMeans[g] - trialMeans[t] + mean);
        }
      }
      double trialFreedom = count - 1;
      double trialMeanSquare = betweenTrials / trialFreedom;
      if (groups == 1) {
        Variance only = new Variance(trialMeanSquare, trialFreedom);
        return new Spread(only, only);
      }
      double chanceFreedom = trialFreedom * (groups - 1);
      double chanceMeanSquare = chance / chanceFreedom;
      Variance one =
          sum(
              new Variance(trialMeanSquare / groups, trialFreedom),
              new Variance(chanceMeanSquare * (groups - 1) / groups, chanceFreedom));
      return new Spread(
          // Satterthwaite's formula treats the shares of the two parts as known, but they are
          // estimated. A tenth fewer degrees of freedom make intervals cover what they should, even
          // if trials differ more than anything else (ReplicatesTest).
          new Variance(one.value(), trialFreedom + ESTIMATED * (one.freedom() - trialFreedom)),
          new Variance(chanceMeanSquare, chanceFreedom));
    }

    /** The sum of two independent estimates, with degrees of freedom by Welch and Satterthwaite. */
    static Variance sum(Variance a, Variance b) {
      double value = a.value() + b.value();
      double parts = square(a.value()) / a.freedom() + square(b.value()) / b.freedom();
      return new Variance(value, parts == 0 ? a.freedom() + b.freedom() : square(value) / parts);
    }

    private static double square(double value) {
      return value * value;
    }

    /** The spread as a share of the time: 0.05 for a standard deviation of 5 %. */
    public double share() {
      return Math.sqrt(one.value());
    }
  }
}

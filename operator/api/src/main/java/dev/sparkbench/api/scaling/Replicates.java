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
 * Times of several node counts that were measured several times over, each time all of them: the
 * trials of a benchmark, or a series of benchmarks.
 *
 * <p>The logarithms of the times are taken for an effect of the node count, plus one of the trial
 * (a slow hour of the cluster falls on all node counts of a trial), plus chance (a randomised
 * complete block design; D. C. Montgomery, "Design and Analysis of Experiments", chapter 4). The
 * spread by chance is estimated from all node counts together, so that few trials suffice. It is a
 * relative one: a time of 2 s that spreads by 0.1 s spreads as much as one of 20 s that spreads by
 * 1 s.
 *
 * <p>The estimate of a time is the geometric mean over the trials, that of a speedup the geometric
 * mean of the trials' speedups, which is the ratio of these times.
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
   * Of these times.
   *
   * @param secondsByNodes of each node count one time per trial, in the order of the trials; trials
   *     that not every node count has are left out
   * @throws IllegalArgumentException if there is no node count, one without a time, or a time that
   *     is no duration
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

  /** How many times every node count was measured. */
  public int count() {
    return count;
  }

  /** The estimated time of a node count, in seconds: the geometric mean of its times. */
  public double time(int nodes) {
    // Of one time just that, without the last digits of a logarithm.
    return count == 1 ? seconds.get(nodes).get(0) : FastMath.exp(logMean(nodes));
  }

  /** The confidence interval of a time, in seconds; empty if there is one trial only. */
  public Optional<Interval> timeInterval(int nodes) {
    return spread().map(spread -> around(logMean(nodes), spread.one(), count));
  }

  /**
   * The confidence interval of how much one node count is faster than another, T(from)/T(to). What
   * slows down a whole trial cancels out.
   *
   * @return empty if there is one trial only, or one node count only
   */
  public Optional<Interval> ratioInterval(int from, int to) {
    return from == to || seconds.size() < 2
        ? Optional.empty()
        : spread()
            .map(
                spread ->
                    around(logMean(from) - logMean(to), spread.withinTrial().times(2), count));
  }

  /** How much the logarithms of times spread by chance; empty if there is one trial only. */
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

    /** That of a sum of so many independent ones; of their mean with the inverse. */
    Variance times(double factor) {
      return new Variance(factor * value, freedom);
    }

    /** Student's t below which that share of all cases lies. */
    double quantile(double share) {
      return new TDistribution(null, freedom).inverseCumulativeProbability(share);
    }
  }

  /**
   * How much the logarithms of times spread.
   *
   * @param one variance of a single time: by chance, and from trial to trial
   * @param withinTrial variance of a single time by chance alone; the same as {@code one} where
   *     there is one node count only
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
          // Satterthwaite's formula takes the shares of the two parts for known, which are
          // estimated: a tenth less makes intervals cover what they should, also where trials
          // differ more than anything else (ReplicatesTest).
          new Variance(one.value(), trialFreedom + ESTIMATED * (one.freedom() - trialFreedom)),
          new Variance(chanceMeanSquare, chanceFreedom));
    }

    /** Of two independent estimates, with degrees of freedom by Welch and Satterthwaite. */
    static Variance sum(Variance a, Variance b) {
      double value = a.value() + b.value();
      double parts = square(a.value()) / a.freedom() + square(b.value()) / b.freedom();
      return new Variance(value, parts == 0 ? a.freedom() + b.freedom() : square(value) / parts);
    }

    private static double square(double value) {
      return value * value;
    }

    /** The same as a share of the time: 0.05 for a standard deviation of 5 %. */
    public double share() {
      return Math.sqrt(one.value());
    }
  }
}

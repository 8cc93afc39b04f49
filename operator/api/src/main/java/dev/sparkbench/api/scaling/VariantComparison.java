// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.FastMath;

/**
 * Compares variants with a reference that was measured in the same trials.
 *
 * <p>Node counts of two variants are compared if their executors have the same number of cores in
 * total. Within a trial, such runs are neighbours, so that a temporary slowdown of the cluster
 * affects both. So each trial gives one ratio, and the logarithm of a ratio is the variant's effect
 * plus chance (the paired t-test; D. C. Montgomery, "Design and Analysis of Experiments", chapter
 * 2.5). Their spread is estimated from all node counts of a variant together, so that a few trials
 * are enough. If a node count spreads more, by its own ratios or by those of all variants there,
 * its interval uses that spread, because short runs are often noisier than long ones.
 *
 * <p>The intervals hold for all statements together (Bonferroni's correction): half of the error is
 * for the node counts, and half for the variants as a whole. If no variant differs from the
 * reference, at most about one benchmark in twenty says that a variant is faster, and at most about
 * one in twenty that a variant is slower. The simulation is in {@code VariantComparisonTest}.
 *
 * @param ratios one per variant and node count that can be compared, in the order of the variants
 * @param overall one per variant that can be compared anywhere: the geometric mean over its node
 *     counts
 * @param uncompared the variants without any result at the same number of executor cores as a
 *     result of the reference
 */
public record VariantComparison(
    List<Ratio> ratios, List<Overall> overall, List<String> uncompared) {

  /**
   * The probability that all verdicts together are wrong in one direction, if there is no
   * difference.
   */
  static final double ERROR = 0.05;

  /** The conclusions from a comparison. */
  public enum Verdict {
    /** The whole interval is below 1. */
    Faster,
    /** The whole interval is above 1. */
    Slower,
    /** The interval contains 1. */
    NoDifferenceShown,
    /** One trial does not show how much is chance. */
    TooFewTrials
  }

  /**
   * The times of a variant.
   *
   * @param name its name
   * @param cores the cores of each executor
   * @param samples by nodes; node counts without a time are left out
   */
  public record Measured(String name, int cores, Map<Integer, Samples> samples) {

    /** Copies the map. */
    public Measured {
      samples = Map.copyOf(samples);
    }
  }

  /**
   * How a variant compares with the reference at one number of executor cores.
   *
   * @param variant its name
   * @param nodes its executor pods
   * @param referenceNodes the reference's
   * @param time the variant's time divided by the reference's
   * @param interval the confidence interval of that ratio; empty with one trial
   * @param upper an upper bound that holds in 95 % of cases, for this ratio alone; empty with one
   *     trial
   */
  public record Ratio(
      String variant,
      int nodes,
      int referenceNodes,
      double time,
      Optional<Interval> interval,
      Optional<Double> upper) {

    /** The conclusion. */
    public Verdict verdict() {
      return VariantComparison.verdict(interval);
    }
  }

  /**
   * How a variant compares with the reference over all comparisons.
   *
   * @param variant its name
   * @param time the geometric mean of its ratios
   * @param interval the confidence interval of that mean; empty with one trial
   */
  public record Overall(String variant, double time, Optional<Interval> interval) {

    /** The conclusion. */
    public Verdict verdict() {
      return VariantComparison.verdict(interval);
    }
  }

  /** Copies the lists. */
  public VariantComparison {
    ratios = List.copyOf(ratios);
    overall = List.copyOf(overall);
    uncompared = List.copyOf(uncompared);
  }

  /**
   * Compares variants.
   *
   * @param variants the first is the reference
   */
  public static VariantComparison of(List<Measured> variants) {
    List<Paired> all =
        variants.stream().skip(1).map(variant -> Paired.of(variant, variants.get(0))).toList();
    List<Paired> paired = all.stream().filter(it -> !it.pairs().isEmpty()).toList();
    Levels levels = Levels.of(paired);
    Map<Integer, Double> noise = noise(paired);
    List<Ratio> ratios =
        paired.stream()
            .flatMap(it -> it.pairs().stream().map(pair -> it.ratio(pair, noise, levels)))
            .toList();
    return new VariantComparison(
        ratios,
        paired.stream().map(it -> it.overall(noise, levels)).toList(),
        all.stream().filter(it -> it.pairs().isEmpty()).map(Paired::variant).toList());
  }

  /**
   * The variance of one trial's logarithm, by number of executor cores, averaged over the variants.
   */
  private static Map<Integer, Double> noise(List<Paired> paired) {
    return paired.stream()
        .flatMap(it -> it.pairs().stream())
        .filter(pair -> pair.logs().length > 1)
        .collect(Collectors.groupingBy(Pair::cores, Collectors.averagingDouble(Pair::variance)));
  }

  /**
   * The same without some variants, because their times are meaningless for another reason.
   *
   * @param variants their names
   */
  public VariantComparison without(Collection<String> variants) {
    return new VariantComparison(
        ratios.stream().filter(ratio -> !variants.contains(ratio.variant())).toList(),
        overall.stream().filter(it -> !variants.contains(it.variant())).toList(),
        uncompared);
  }

  /**
   * The comparison of one cell; empty if the reference was not measured with the same number of
   * cores.
   */
  public Optional<Ratio> ratio(String variant, int nodes) {
    return ratios.stream()
        .filter(ratio -> ratio.variant().equals(variant) && ratio.nodes() == nodes)
        .findFirst();
  }

  /**
   * The variant with the shortest times overall; if some are certainly faster than the reference,
   * one of those. Empty if there is no comparison.
   */
  public Optional<Overall> best() {
    return overall.stream()
        .min(
            Comparator.comparing((Overall it) -> it.verdict() != Verdict.Faster)
                .thenComparingDouble(Overall::time));
  }

  private static Verdict verdict(Optional<Interval> interval) {
    return interval
        .map(
            it ->
                it.high() < 1
                    ? Verdict.Faster
                    : it.low() > 1 ? Verdict.Slower : Verdict.NoDifferenceShown)
        .orElse(Verdict.TooFewTrials);
  }

  /**
   * The probabilities that statements are wrong in one direction, if nothing differs.
   *
   * @param cell for one node count of one variant
   * @param whole for one variant over all its node counts
   */
  private record Levels(double cell, double whole) {

    static Levels of(List<Paired> paired) {
      int cells = paired.stream().mapToInt(it -> it.pairs().size()).sum();
      // If each variant has one node count, there is one statement about each, not two.
      double part = cells == paired.size() ? ERROR : ERROR / 2;
      return new Levels(part / cells, part / paired.size());
    }
  }

  /**
   * Two node counts with the same number of executor cores.
   *
   * @param cores the cores of all executors
   * @param logs the logarithm of the ratio of each trial
   */
  private record Pair(int cores, int nodes, int referenceNodes, double[] logs) {

    static Optional<Pair> of(int nodes, Samples samples, Measured variant, Measured reference) {
      int cores = nodes * variant.cores();
      int referenceNodes = cores / reference.cores();
      Samples other = reference.samples().get(referenceNodes);
      if (cores % reference.cores() != 0 || other == null) {
        return Optional.empty();
      }
      List<Double> times = samples.times();
      List<Double> references = other.times();
      double[] logs = new double[Math.min(times.size(), references.size())];
      for (int trial = 0; trial < logs.length; trial++) {
        logs[trial] = FastMath.log(times.get(trial) / references.get(trial));
      }
      return logs.length == 0
          ? Optional.empty()
          : Optional.of(new Pair(cores, nodes, referenceNodes, logs));
    }

    double mean() {
      return StatUtils.mean(logs);
    }

    /**
     * The variance of one trial's logarithm; 0 if there is only one trial, which does not show it.
     */
    double variance() {
      return StatUtils.variance(logs);
    }

    double squaredDeviations() {
      return variance() * (logs.length - 1);
    }
  }

  /** All comparisons of one variant. */
  private record Paired(String variant, List<Pair> pairs) {

    static Paired of(Measured variant, Measured reference) {
      List<Pair> pairs = new ArrayList<>();
      variant.samples().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              entry ->
                  Pair.of(entry.getKey(), entry.getValue(), variant, reference)
                      .ifPresent(pairs::add));
      return new Paired(variant.name(), List.copyOf(pairs));
    }

    Ratio ratio(Pair pair, Map<Integer, Double> noise, Levels levels) {
      double variance = variance(pair, noise);
      return new Ratio(
          variant,
          pair.nodes(),
          pair.referenceNodes(),
          FastMath.exp(pair.mean()),
          interval(pair.mean(), variance, pairs.size() == 1 ? levels.whole() : levels.cell()),
          interval(pair.mean(), variance, ERROR).map(Interval::high));
    }

    Overall overall(Map<Integer, Double> noise, Levels levels) {
      double mean = pairs.stream().mapToDouble(Pair::mean).average().orElseThrow();
      double variance =
          pairs.size() == 1
              ? variance(pairs.get(0), noise)
              : Math.max(varianceOfMean(noise), varianceBetweenTrials());
      return new Overall(variant, FastMath.exp(mean), interval(mean, variance, levels.whole()));
    }

    private int freedom() {
      return pairs.stream().mapToInt(pair -> pair.logs().length - 1).sum();
    }

    /**
     * The variance of one trial's logarithm, from all node counts; NaN if there is only one trial.
     */
    private double pooled() {
      return pairs.stream().mapToDouble(Pair::squaredDeviations).sum() / freedom();
    }

    /** The variance of the logarithm of a node count's ratio. */
    private double variance(Pair pair, Map<Integer, Double> noise) {
      double own = Math.max(pair.variance(), noise.getOrDefault(pair.cores(), 0.0));
      return Math.max(pooled(), own) / pair.logs().length;
    }

    /** The variance of the mean over all node counts, if these vary independently. */
    private double varianceOfMean(Map<Integer, Double> noise) {
      double own = pairs.stream().mapToDouble(pair -> pooled() / pair.logs().length).sum();
      double ofAll =
          pairs.stream()
              .mapToDouble(pair -> noise.getOrDefault(pair.cores(), 0.0) / pair.logs().length)
              .sum();
      return Math.max(own, ofAll) / (pairs.size() * pairs.size());
    }

    /**
     * The same variance from the means of the trials, which also differ if a trial is slow for one
     * variant at all its node counts; 0 if the node counts have different numbers of trials.
     */
    private double varianceBetweenTrials() {
      int trials = pairs.get(0).logs().length;
      if (trials < 2 || pairs.stream().anyMatch(pair -> pair.logs().length != trials)) {
        return 0;
      }
      double[] means =
          IntStream.range(0, trials)
              .mapToDouble(
                  trial ->
                      pairs.stream()
                          .mapToDouble(pair -> pair.logs()[trial])
                          .average()
                          .orElseThrow())
              .toArray();
      return StatUtils.variance(means) / trials;
    }

    /**
     * The interval around the logarithm of a ratio.
     *
     * @param variance the variance of that logarithm
     * @param error the probability that the true value is outside, on either side
     */
    private Optional<Interval> interval(double mean, double variance, double error) {
      if (freedom() == 0) {
        return Optional.empty();
      }
      double reach =
          new TDistribution(null, freedom()).inverseCumulativeProbability(1 - error)
              * Math.sqrt(variance);
      return Optional.of(new Interval(FastMath.exp(mean - reach), FastMath.exp(mean + reach)));
    }
  }
}

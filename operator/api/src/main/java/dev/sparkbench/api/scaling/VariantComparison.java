// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.util.FastMath;

/**
 * Compares variants with a reference that was measured in the same trials.
 *
 * <p>Node counts of two variants are compared where their executors have as many cores in total.
 * Within a trial such runs are neighbours, so that whatever slows down a cluster for a while slows
 * down both: of each trial the ratio counts, and the ratios' logarithms are taken for the variant's
 * effect plus chance (the paired t-test; D. C. Montgomery, "Design and Analysis of Experiments",
 * chapter 2.5). Their spread is estimated from all node counts of a variant together, so that few
 * trials suffice.
 *
 * <p>The intervals hold for all comparisons together (Bonferroni's correction): where no variant
 * differs from the reference, at most one benchmark in twenty says that some variant is faster, and
 * at most one in twenty that some is slower. The simulation is in {@code VariantComparisonTest}.
 *
 * @param ratios one per variant and node count that can be compared, in the order of the variants
 * @param overall one per variant that can be compared anywhere: the geometric mean over its node
 *     counts
 */
public record VariantComparison(List<Ratio> ratios, List<Overall> overall) {

  /** How often all verdicts together may be wrong in one direction, where nothing differs. */
  static final double ERROR = 0.05;

  /** What a comparison is worth. */
  public enum Verdict {
    /** The whole interval is below 1. */
    Faster,
    /** The whole interval is above 1. */
    Slower,
    /** The interval contains 1. */
    NoDifferenceShown,
    /** One trial says nothing about chance. */
    TooFewTrials
  }

  /**
   * The times of a variant.
   *
   * @param name its name
   * @param cores of each executor
   * @param samples by nodes; those without a time are left out
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
   * @param interval where that lies; empty with one trial
   */
  public record Ratio(
      String variant, int nodes, int referenceNodes, double time, Optional<Interval> interval) {

    /** What it is worth. */
    public Verdict verdict() {
      return VariantComparison.verdict(interval);
    }
  }

  /**
   * How a variant compares with the reference over all that is compared.
   *
   * @param variant its name
   * @param time the geometric mean of its ratios
   * @param interval where that lies; empty with one trial
   */
  public record Overall(String variant, double time, Optional<Interval> interval) {

    /** What it is worth. */
    public Verdict verdict() {
      return VariantComparison.verdict(interval);
    }
  }

  /** Copies the lists. */
  public VariantComparison {
    ratios = List.copyOf(ratios);
    overall = List.copyOf(overall);
  }

  /**
   * Compares.
   *
   * @param variants the first is the reference
   */
  public static VariantComparison of(List<Measured> variants) {
    List<Paired> paired =
        variants.stream()
            .skip(1)
            .map(variant -> Paired.of(variant, variants.get(0)))
            .filter(it -> !it.pairs().isEmpty())
            .toList();
    int comparisons = paired.stream().mapToInt(it -> it.pairs().size()).sum();
    return new VariantComparison(
        paired.stream().flatMap(it -> it.ratios(comparisons)).toList(),
        paired.stream().map(it -> it.overall(paired.size())).toList());
  }

  /** The comparison of one cell; empty if the reference has none with as many cores. */
  public Optional<Ratio> ratio(String variant, int nodes) {
    return ratios.stream()
        .filter(ratio -> ratio.variant().equals(variant) && ratio.nodes() == nodes)
        .findFirst();
  }

  /** The variant with the shortest times over all; empty if nothing is compared. */
  public Optional<Overall> best() {
    return overall.stream().min(Comparator.comparingDouble(Overall::time));
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
   * Two node counts with as many executor cores.
   *
   * @param logs the logarithm of the ratio of each trial
   */
  private record Pair(int nodes, int referenceNodes, double[] logs) {

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
          : Optional.of(new Pair(nodes, referenceNodes, logs));
    }

    double mean() {
      double sum = 0;
      for (double log : logs) {
        sum += log;
      }
      return sum / logs.length;
    }

    double squaredDeviations() {
      double mean = mean();
      double sum = 0;
      for (double log : logs) {
        sum += (log - mean) * (log - mean);
      }
      return sum;
    }
  }

  /** All that is compared of one variant. */
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

    Stream<Ratio> ratios(int comparisons) {
      return pairs.stream()
          .map(
              pair ->
                  new Ratio(
                      variant,
                      pair.nodes(),
                      pair.referenceNodes(),
                      FastMath.exp(pair.mean()),
                      interval(pair.mean(), 1.0 / pair.logs().length, comparisons)));
    }

    Overall overall(int comparisons) {
      double mean = pairs.stream().mapToDouble(Pair::mean).average().orElseThrow();
      double share =
          pairs.stream().mapToDouble(pair -> 1.0 / pair.logs().length).sum()
              / (pairs.size() * pairs.size());
      return new Overall(variant, FastMath.exp(mean), interval(mean, share, comparisons));
    }

    /** Around an estimate whose variance is that share of the variance of one trial's logarithm. */
    private Optional<Interval> interval(double mean, double share, int comparisons) {
      int freedom = pairs.stream().mapToInt(pair -> pair.logs().length - 1).sum();
      if (freedom == 0) {
        return Optional.empty();
      }
      double variance = pairs.stream().mapToDouble(Pair::squaredDeviations).sum() / freedom;
      double reach =
          new TDistribution(null, freedom).inverseCumulativeProbability(1 - ERROR / comparisons)
              * Math.sqrt(variance * share);
      return Optional.of(new Interval(FastMath.exp(mean - reach), FastMath.exp(mean + reach)));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import dev.sparkbench.api.scaling.Replicates.Spread;
import dev.sparkbench.api.scaling.Replicates.Variance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.util.FastMath;

/**
 * Compares a benchmark with the last one of the same configuration.
 *
 * <p>The intervals are for all node counts together (Bonferroni's correction): each of their ends
 * is exceeded in at most one benchmark in twenty, so that where nothing has changed, at most one in
 * twenty is said to be slower. How much times spread is known from the trials of both benchmarks.
 * Those say nothing about a cluster that is slower on another day; where there are at least {@value
 * #SERIES} earlier benchmarks, the spread between them is taken instead if it is larger.
 *
 * @param changes by nodes, of those that both measured
 * @param spread standard deviation of a single trial's time, as a share of it; empty if no
 *     benchmark has more than one trial
 * @param bySeries whether the spread between benchmarks was taken
 * @param trials how many trials the benchmark with the fewer ones has
 */
public record Comparison(
    SortedMap<Integer, Change> changes, Optional<Double> spread, boolean bySeries, int trials) {

  /** From so many earlier benchmarks on, the spread between them is known well enough. */
  public static final int SERIES = 4;

  /** What the verdict on all node counts together may be wrong by, where nothing has changed. */
  static final double ERROR = 0.05;

  private static final double POWER = 0.8;
  private static final int MOST_TRIALS = 20;

  /** Copies the changes. */
  public Comparison {
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
  }

  /**
   * Compares.
   *
   * @param earlier samples by nodes of earlier benchmarks of the same configuration, oldest first;
   *     the last is what is compared with
   * @param now samples by nodes
   * @throws IllegalArgumentException if there is no earlier benchmark
   */
  public static Comparison of(List<Map<Integer, Samples>> earlier, Map<Integer, Samples> now) {
    if (earlier.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare with");
    }
    Map<Integer, Samples> last = earlier.get(earlier.size() - 1);
    SortedSet<Integer> nodes = new TreeSet<>(now.keySet());
    nodes.retainAll(last.keySet());
    if (nodes.isEmpty()) {
      return new Comparison(new TreeMap<>(), Optional.empty(), false, 0);
    }
    Replicates before = replicates(last, nodes);
    Replicates after = replicates(now, nodes);
    Optional<Variance> ofTrials = ofTrials(before, after);
    Optional<Variance> ofSeries = ofSeries(earlier, nodes);
    boolean bySeries = isLarger(ofSeries, ofTrials);
    Optional<Variance> variance = bySeries ? ofSeries : ofTrials;
    SortedMap<Integer, Change> changes = new TreeMap<>();
    for (int n : nodes) {
      double log = FastMath.log(after.time(n) / before.time(n));
      changes.put(
          n, Change.of(FastMath.exp(log), variance.map(v -> interval(log, v, nodes.size()))));
    }
    return new Comparison(
        changes, spread(before, after), bySeries, Math.min(before.count(), after.count()));
  }

  private static Replicates replicates(Map<Integer, Samples> samples, Set<Integer> nodes) {
    SortedMap<Integer, List<Double>> times = new TreeMap<>();
    nodes.forEach(n -> times.put(n, samples.get(n).times()));
    return Replicates.of(times);
  }

  /** Of the difference of logarithms, by the trials of both; of one if the other has but one. */
  private static Optional<Variance> ofTrials(Replicates before, Replicates after) {
    Optional<Variance> ofBefore = before.spread().map(Spread::one);
    Optional<Variance> ofAfter = after.spread().map(Spread::one);
    if (ofBefore.isPresent() && ofAfter.isPresent()) {
      return Optional.of(
          Spread.sum(
              ofBefore.get().times(1.0 / before.count()),
              ofAfter.get().times(1.0 / after.count())));
    }
    return ofBefore
        .or(() -> ofAfter)
        .map(known -> known.times(1.0 / before.count() + 1.0 / after.count()));
  }

  private static Optional<Variance> ofSeries(
      List<Map<Integer, Samples>> earlier, Set<Integer> nodes) {
    SortedMap<Integer, List<Double>> series = new TreeMap<>();
    nodes.forEach(n -> series.put(n, new ArrayList<>()));
    int count = 0;
    for (Map<Integer, Samples> benchmark : earlier) {
      if (benchmark.keySet().containsAll(nodes)) {
        Replicates times = replicates(benchmark, nodes);
        nodes.forEach(n -> series.get(n).add(times.time(n)));
        count++;
      }
    }
    return count < SERIES
        ? Optional.empty()
        : Replicates.of(series).spread().map(Spread::one).map(of -> of.times(2));
  }

  private static boolean isLarger(Optional<Variance> one, Optional<Variance> other) {
    return one.isPresent()
        && other.map(variance -> one.get().value() > variance.value()).orElse(true);
  }

  private static Interval interval(double log, Variance variance, int comparisons) {
    double reach = variance.quantile(1 - ERROR / comparisons) * Math.sqrt(variance.value());
    return new Interval(FastMath.exp(log - reach), FastMath.exp(log + reach));
  }

  private static Optional<Double> spread(Replicates before, Replicates after) {
    return after.spread().or(before::spread).map(Spread::share);
  }

  /** The node counts with that verdict. */
  public List<Integer> nodes(Change.Verdict verdict) {
    return changes.entrySet().stream()
        .filter(entry -> entry.getValue().verdict() == verdict)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether some node count is slower; empty if there is one of which nobody can tell. */
  public Optional<Boolean> regressed() {
    if (!nodes(Change.Verdict.REGRESSION).isEmpty()) {
      return Optional.of(true);
    }
    return changes.isEmpty() || !nodes(Change.Verdict.UNKNOWN).isEmpty()
        ? Optional.empty()
        : Optional.of(false);
  }

  /**
   * How many trials of both benchmarks it takes to notice a slowdown of 20 % at one node count in
   * four of five cases.
   *
   * @return empty if more trials do not help: because the spread is not known, or that between
   *     benchmarks, or so large that it takes more trials than a benchmark can have
   */
  public Optional<Integer> trialsToNotice() {
    return bySeries
        ? Optional.empty()
        : spread
            .flatMap(share -> trialsToNotice(share, changes.size()))
            .map(needed -> Math.max(needed, trials + 1));
  }

  static Optional<Integer> trialsToNotice(double spread, int nodeCounts) {
    double distance = FastMath.log(Change.RULED_OUT / Change.NOTEWORTHY);
    for (int trials = 2; trials <= MOST_TRIALS; trials++) {
      TDistribution t = new TDistribution(null, Math.max(2, 2.0 * (nodeCounts * (trials - 1) - 2)));
      double level = t.inverseCumulativeProbability(1 - ERROR / nodeCounts);
      double certainty = t.inverseCumulativeProbability(POWER);
      if ((level + certainty) * spread * Math.sqrt(2.0 / trials) <= distance) {
        return Optional.of(trials);
      }
    }
    return Optional.empty();
  }
}

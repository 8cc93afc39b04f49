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
 * <p>The intervals are for all node counts together (Bonferroni's correction): each end is exceeded
 * in at most one benchmark in twenty. So if nothing has changed, at most one benchmark in twenty is
 * called slower. The spread of times comes from the trials of both benchmarks. Trials do not show
 * that a cluster may be slower on another day. So if there are at least {@value #SERIES} earlier
 * benchmarks, the spread between these is used if it is larger.
 *
 * @param changes by node count, for those that both benchmarks measured
 * @param spread standard deviation of a single trial's time, as a share of it; empty if no
 *     benchmark has more than one trial
 * @param bySeries whether the spread between benchmarks was used
 * @param trials the smaller number of trials of the two benchmarks
 */
public record Comparison(
    SortedMap<Integer, Change> changes, Optional<Double> spread, boolean bySeries, int trials) {

  /** With this many earlier benchmarks, the spread between them is known well enough. */
  public static final int SERIES = 4;

  /** The probability of a wrong verdict on all node counts together, if nothing has changed. */
  static final double ERROR = 0.05;

  private static final double POWER = 0.8;
  private static final int MOST_TRIALS = 20;

  /** Copies the changes. */
  public Comparison {
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
  }

  /**
   * Compares a benchmark with earlier ones.
   *
   * @param earlier samples by nodes of earlier benchmarks of the same configuration, oldest first;
   *     the comparison is with the last one
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

  /**
   * The variance of a difference of logarithms, from the trials of both benchmarks; from one of
   * them if the other has only one trial.
   */
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

  /**
   * Whether a node count is slower; empty if this is unknown for one of them, and none is known to
   * be slower.
   */
  public Optional<Boolean> regressed() {
    if (!nodes(Change.Verdict.REGRESSION).isEmpty()) {
      return Optional.of(true);
    }
    return changes.isEmpty() || !nodes(Change.Verdict.UNKNOWN).isEmpty()
        ? Optional.empty()
        : Optional.of(false);
  }

  /**
   * The number of trials of both benchmarks that are needed to notice a slowdown of 20 % at one
   * node count in four of five cases.
   *
   * @return empty if more trials do not help: because the spread is unknown, is the spread between
   *     benchmarks, or is so large that more trials are needed than a benchmark can have
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

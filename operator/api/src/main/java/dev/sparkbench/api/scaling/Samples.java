// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The measured wall times of one node count, in seconds.
 *
 * <p>Iterations in one JVM are not independent, because they share the state of its compiler and
 * its memory, and the place of its pods. Trials are independent, because each has fresh pods. So
 * each trial counts once, by its median (after Georges et al., "Statistically Rigorous Java
 * Performance Evaluation", OOPSLA'07).
 *
 * @param all by trial, and in the order of measurement within each; each trial has the same number
 * @param trials the number of trials
 */
public record Samples(List<Double> all, int trials) {

  /**
   * Copies the samples.
   *
   * @throws IllegalArgumentException if trials cannot have the same number of samples
   */
  public Samples {
    all = List.copyOf(all);
    boolean even = trials > 0 && !all.isEmpty() && all.size() % trials == 0;
    if (!even && !(trials == 0 && all.isEmpty())) {
      throw new IllegalArgumentException(
          "%d samples cannot be as many of each of %d trials".formatted(all.size(), trials));
    }
  }

  /** The samples of each trial. */
  public List<List<Double>> byTrial() {
    int each = trials == 0 ? 0 : all.size() / trials;
    return IntStream.range(0, trials)
        .mapToObj(trial -> all.subList(trial * each, (trial + 1) * each))
        .toList();
  }

  /** The time of each trial: the median of its iterations. */
  public List<Double> times() {
    return byTrial().stream().map(trial -> SampleSummary.of(trial).median()).toList();
  }

  /**
   * With another trial. If it has more or fewer samples than the others, as after an upgrade of the
   * operator, only the first samples of each trial count, as many as all trials have.
   */
  public Samples plus(List<Double> trial) {
    List<List<Double>> all = Stream.concat(byTrial().stream(), Stream.of(trial)).toList();
    int each = all.stream().mapToInt(List::size).min().orElse(0);
    return new Samples(all.stream().flatMap(one -> one.stream().limit(each)).toList(), trials + 1);
  }

  /** The samples of the first trials. */
  Samples firstTrials(int count) {
    return new Samples(all.subList(0, all.size() / trials * count), count);
  }

  /**
   * All samples together.
   *
   * @throws IllegalArgumentException if there is none, or one that is not a duration
   */
  public SampleSummary summary() {
    return SampleSummary.of(all);
  }
}

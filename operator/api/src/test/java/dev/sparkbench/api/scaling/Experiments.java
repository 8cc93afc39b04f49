// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Random benchmarks whose true times are known.
 *
 * @param random the source of chance; the same seed gives the same benchmarks
 * @param nodes the node counts
 * @param trials the trials of each node count
 * @param iterations the iterations of each trial
 * @param betweenPods the spread of the logarithm of times between fresh pods
 * @param withinJvm the spread between the iterations of one JVM
 * @param betweenTrials the spread of the effect that all node counts of a trial share
 */
record Experiments(
    Random random,
    List<Integer> nodes,
    int trials,
    int iterations,
    double betweenPods,
    double withinJvm,
    double betweenTrials) {

  static Experiments of(long seed, int trials, double betweenPods) {
    return new Experiments(new Random(seed), List.of(1, 2, 4, 8), trials, 3, betweenPods, 0.02, 0);
  }

  Experiments withSpreadBetweenTrials(double spread) {
    return new Experiments(random, nodes, trials, iterations, betweenPods, withinJvm, spread);
  }

  /** Samples of one benchmark; {@code truth} gives the true median time by nodes. */
  Map<Integer, Samples> benchmark(IntToDoubleFunction truth) {
    return benchmark(truth, n -> 1);
  }

  /** The same with a spread between pods that differs by nodes, by that factor. */
  Map<Integer, Samples> benchmark(IntToDoubleFunction truth, IntToDoubleFunction spreads) {
    double[] common = DoubleStream.generate(() -> chance(betweenTrials)).limit(trials).toArray();
    Map<Integer, Samples> samples = new TreeMap<>();
    for (int n : nodes) {
      List<Double> all = new ArrayList<>();
      for (int trial = 0; trial < trials; trial++) {
        double ofPods = chance(betweenPods * spreads.applyAsDouble(n));
        for (int i = 0; i < iterations; i++) {
          all.add(truth.applyAsDouble(n) * Math.exp(common[trial] + ofPods + chance(withinJvm)));
        }
      }
      samples.put(n, new Samples(all, trials));
    }
    return samples;
  }

  /**
   * The same, with a share of runs that take the given number of times as long in all of their
   * iterations.
   */
  Map<Integer, Samples> withStuckRuns(Map<Integer, Samples> benchmark, double share, double times) {
    Map<Integer, Samples> stuck = new TreeMap<>();
    benchmark.forEach(
        (n, samples) -> {
          List<Double> all = new ArrayList<>();
          for (List<Double> trial : samples.byTrial()) {
            double factor = random.nextDouble() < share ? times : 1;
            trial.forEach(time -> all.add(factor * time));
          }
          stuck.put(n, new Samples(all, samples.trials()));
        });
    return stuck;
  }

  /** A random deviation of a logarithm. */
  double chance(double spread) {
    return spread * random.nextGaussian();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.runner.work.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measured iterations of a run. A disturbed iteration is repeated, until there are as many
 * undisturbed iterations as requested, or twice as many iterations in all.
 *
 * @param all every iteration, in the order of measurement
 * @param wanted the requested number of samples
 * @param result the result of the last iteration
 */
public record Iterations(List<Iteration> all, int wanted, Result result) {

  private static final Logger LOG = LoggerFactory.getLogger(Iterations.class);

  private static final int MOST_PER_WANTED = 2;

  /** Copies the list. */
  public Iterations {
    all = List.copyOf(all);
  }

  /**
   * Measures.
   *
   * @param warmUp is called before the first iteration, and again after the loss of an executor,
   *     because its replacement is cold; not called if parts are warmed up one by one
   * @param wanted the requested number of samples, at least 1
   * @param slots of all executors
   */
  public static <T> Iterations measure(
      Measuring<T> measuring, Runnable warmUp, int wanted, ExecutorSlots slots) {
    List<Iteration> all = new ArrayList<>();
    Result result;
    long undisturbed = 0;
    boolean cold = true;
    do {
      if (cold) {
        warmUp.run();
      }
      Pass<T> pass = measuring.pass();
      result = measuring.result(pass);
      Iteration iteration = Iteration.of(pass, slots, result.phases());
      all.add(iteration);
      LOG.info(
          "iteration {}, {} wanted: {} s{}",
          all.size(),
          wanted,
          iteration.seconds(),
          iteration.disturbance().map(why -> "; disturbed: " + why).orElse(""));
      undisturbed += iteration.disturbance().isEmpty() ? 1 : 0;
      cold = iteration.executorsLost() > 0 && !measuring.hasSeveralParts();
    } while (undisturbed < wanted
        && all.size() < wanted * (measuring.isRepeatable() ? MOST_PER_WANTED : 1));
    return new Iterations(all, wanted, result);
  }

  /**
   * The counted iterations, in the order of measurement: the undisturbed ones, and if these are too
   * few, the first of the others.
   */
  public List<Iteration> counted() {
    List<Iteration> preferred =
        Stream.concat(
                all.stream().filter(iteration -> iteration.disturbance().isEmpty()),
                all.stream().filter(iteration -> iteration.disturbance().isPresent()))
            .limit(wanted)
            .toList();
    return all.stream().filter(preferred::contains).toList();
  }

  /** The wall times of the counted iterations, in seconds. */
  public List<Double> samples() {
    return counted().stream().map(Iteration::seconds).toList();
  }

  /** The number of disturbed iterations. */
  public int disturbed() {
    return (int) all.stream().filter(iteration -> iteration.disturbance().isPresent()).count();
  }

  /** The number of lost executors. */
  public int executorsLost() {
    return all.stream().mapToInt(Iteration::executorsLost).sum();
  }

  /** The iteration with the median time, or the two whose mean is the median. */
  List<Iteration> median() {
    List<Iteration> sorted =
        counted().stream().sorted(Comparator.comparingDouble(Iteration::seconds)).toList();
    int n = sorted.size();
    return sorted.subList((n - 1) / 2, n / 2 + 1);
  }
}

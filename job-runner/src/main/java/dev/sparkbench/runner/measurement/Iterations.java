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
 * The measured iterations of a run. One that was disturbed is done again, so that there are as many
 * undisturbed ones as were asked for; but not more than twice as many in all.
 *
 * @param all every iteration, in the order of measurement
 * @param wanted how many samples were asked for
 * @param result what the last one computed
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
   * @param warmUp is asked for before the first iteration, and again after the loss of an executor,
   *     because whoever came instead is cold; not where parts are warmed up one by one
   * @param wanted how many samples, at least 1
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
   * The iterations that count, in the order of measurement: the undisturbed ones, and of the others
   * the first as far as those do not suffice.
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

  /** The wall times in seconds that count. */
  public List<Double> samples() {
    return counted().stream().map(Iteration::seconds).toList();
  }

  /** How many of the iterations were disturbed. */
  public int disturbed() {
    return (int) all.stream().filter(iteration -> iteration.disturbance().isPresent()).count();
  }

  /** How many executors went away. */
  public int executorsLost() {
    return all.stream().mapToInt(Iteration::executorsLost).sum();
  }

  /** The one iteration, or the two, whose time is the median or makes it. */
  List<Iteration> median() {
    List<Iteration> sorted =
        counted().stream().sorted(Comparator.comparingDouble(Iteration::seconds)).toList();
    int n = sorted.size();
    return sorted.subList((n - 1) / 2, n / 2 + 1);
  }
}

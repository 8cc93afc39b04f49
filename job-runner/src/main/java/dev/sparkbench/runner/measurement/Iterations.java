package dev.sparkbench.runner.measurement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measured iterations of a run. One that was disturbed is done again, so that there are as many
 * undisturbed ones as were asked for; but not more than twice as many in all.
 *
 * @param all every iteration, in the order of measurement
 * @param wanted how many samples were asked for
 * @param computed what the last one computed, part by part
 * @param <T> what a part computes
 */
public record Iterations<T>(List<Iteration> all, int wanted, List<T> computed) {

  private static final Logger LOG = LoggerFactory.getLogger(Iterations.class);

  private static final int MOST_PER_WANTED = 2;

  /** Copies the lists. */
  public Iterations {
    all = List.copyOf(all);
    computed = List.copyOf(computed);
  }

  /**
   * Measures.
   *
   * @param warmUp is asked for before the first iteration, and again after the loss of an executor,
   *     because whoever came instead is cold; not where parts are warmed up one by one
   * @param phases how long each phase of each task took, by what was computed
   * @param wanted how many samples, at least 1
   * @param slots tasks that can run at once
   */
  public static <T> Iterations<T> measure(
      Measuring<T> measuring,
      Runnable warmUp,
      Function<List<T>, Map<String, Map<String, Double>>> phases,
      int wanted,
      int slots) {
    List<Iteration> all = new ArrayList<>();
    List<T> computed;
    long undisturbed = 0;
    boolean cold = true;
    do {
      if (cold) {
        warmUp.run();
      }
      Pass<T> pass = measuring.pass();
      computed = pass.computed();
      Iteration iteration = Iteration.of(pass, slots, phases.apply(computed));
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
    return new Iterations<>(all, wanted, computed);
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

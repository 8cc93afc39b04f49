package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * In which order the runs of a benchmark are made: trial by trial, each over all node counts, so
 * that what changes with time in a cluster does so for all of them (A. Abedi and T. Brecht,
 * "Conducting Repeatable Experiments in Highly Variable Cloud Computing Environments", ICPE'17).
 *
 * @param runs one per node count and trial
 */
public record Schedule(List<Run> runs) {

  private static final Set<State> UNFINISHED = Set.of(State.Pending, State.Running);

  /**
   * One run.
   *
   * @param nodes executor pods
   * @param trial counts from 1
   */
  public record Run(int nodes, int trial) {}

  /** Copies the runs. */
  public Schedule {
    runs = List.copyOf(runs);
  }

  /**
   * The order of all runs. The same arguments always give the same, whoever asks.
   *
   * @param nodeList the node counts, ascending
   * @param trials runs of each node count
   * @param seed of the shuffled order; of no effect on another
   */
  public static Schedule of(List<Integer> nodeList, int trials, Order order, long seed) {
    Random random = new Random(seed);
    List<Run> runs = new ArrayList<>();
    for (int trial = 1; trial <= trials; trial++) {
      List<Integer> counts = new ArrayList<>(nodeList);
      if (order == Order.Shuffled) {
        Collections.shuffle(counts, random);
      }
      for (int nodes : counts) {
        runs.add(new Run(nodes, trial));
      }
    }
    return new Schedule(runs);
  }

  /**
   * The first run that is still to be made: its node count is neither done nor given up, and has
   * just the trials before. Empty when none is.
   */
  public Optional<Run> next(List<RunStatus> status) {
    return runs.stream()
        .filter(run -> status.stream().anyMatch(entry -> isDue(run, entry)))
        .findFirst();
  }

  private static boolean isDue(Run run, RunStatus entry) {
    return entry.nodes() == run.nodes()
        && UNFINISHED.contains(entry.state())
        && entry.measuredTrials() == run.trial() - 1;
  }
}

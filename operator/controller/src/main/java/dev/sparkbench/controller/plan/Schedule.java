// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.controller.spec.Benchmark.Cell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * In which order the runs of a benchmark are made: trial by trial, each over all node counts, so
 * that what changes with time in a cluster does so for all of them (A. Abedi and T. Brecht,
 * "Conducting Repeatable Experiments in Highly Variable Cloud Computing Environments", ICPE'17).
 *
 * @param runs one per variant, node count and trial
 */
public record Schedule(List<Run> runs) {

  private static final Set<State> UNFINISHED = Set.of(State.Pending, State.Running);

  /**
   * One run.
   *
   * @param variant null without variants
   * @param nodes executor pods
   * @param trial counts from 1
   */
  public record Run(String variant, int nodes, int trial) {}

  /** Copies the runs. */
  public Schedule {
    runs = List.copyOf(runs);
  }

  /**
   * The order of all runs. The same arguments always give the same, whoever asks.
   *
   * <p>Variants with as many executor cores are neighbours in every trial, so that a slow minute
   * falls on all of them. Which comes first changes from trial to trial, also in ascending order.
   *
   * @param cells what is measured in each trial
   * @param trials runs of each of them
   * @param seed of the shuffled order; of no effect on another
   */
  public static Schedule of(List<Cell> cells, int trials, Order order, long seed) {
    Random random = new Random(seed);
    SortedMap<Integer, List<Cell>> byCores = new TreeMap<>();
    cells.forEach(cell -> byCores.computeIfAbsent(cell.cores(), c -> new ArrayList<>()).add(cell));
    List<Run> runs = new ArrayList<>();
    for (int trial = 1; trial <= trials; trial++) {
      List<List<Cell>> blocks = new ArrayList<>(byCores.values());
      if (order == Order.Shuffled) {
        Collections.shuffle(blocks, random);
      }
      for (List<Cell> block : blocks) {
        List<Cell> neighbours = new ArrayList<>(block);
        if (order == Order.Shuffled) {
          Collections.shuffle(neighbours, random);
        } else {
          Collections.rotate(neighbours, 1 - trial);
        }
        for (Cell cell : neighbours) {
          runs.add(new Run(cell.variant(), cell.nodes(), trial));
        }
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
    return entry.isOf(run.variant(), run.nodes())
        && UNFINISHED.contains(entry.state())
        && entry.measuredTrials() == run.trial() - 1;
  }
}

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
 * The order of a benchmark's runs: trial by trial, each with all node counts, so that changes of
 * the cluster over time affect all of them (A. Abedi and T. Brecht, "Conducting Repeatable
 * Experiments in Highly Variable Cloud Computing Environments", ICPE'17).
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
   * The order of all runs. The same arguments always give the same order.
   *
   * <p>Variants with the same number of executor cores are neighbours in every trial, so that a
   * slow minute affects all of them. Which of them comes first changes from trial to trial, even in
   * ascending order.
   *
   * @param cells what is measured in each trial
   * @param trials the number of runs of each of them
   * @param seed the seed of the shuffled order; without effect on another order
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
   * The next run: its node count is neither done nor given up, and has all trials before this one.
   * Empty if there is none.
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

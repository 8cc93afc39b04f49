// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The stages of a window, what each of them waits for, and how long the driver then takes to start
 * it.
 *
 * <p>Not everything that a stage waits for is recorded: the shuffles that it reads are, but waiting
 * in the driver for a broadcast or a subquery is not. So there are two graphs. In one ({@link
 * Needs#SHUFFLES}), a stage waits for its shuffles, and for everything that had ended when its
 * group began. This leaves out waiting in the driver, so replayed times are too short. In the other
 * ({@link Needs#ALL_ENDED}), a stage waits for everything that had ended before it was submitted,
 * although it may not have needed all of it, so replayed times are too long.
 *
 * <p>Neither includes what the driver did while tasks were running, such as building a broadcast.
 * On more slots, these tasks end sooner, and the rest of that work takes time of its own; then both
 * times are too short.
 *
 * <p>The driver's gap before a stage is the time without any running task, from the end of what the
 * stage waits for until its first task. It is at least the time from the last end of any stage
 * until this stage was submitted.
 */
final class StageGraph {

  /** A stage is skewed if its longest task takes more than this many times the median. */
  private static final double SKEWED = 2;

  private final List<Node> nodes;
  private final int[] byEnd;
  private final double lastGap;

  /** The rule for what a stage waits for. */
  enum Needs {
    SHUFFLES,
    ALL_ENDED
  }

  /**
   * A stage.
   *
   * @param id Spark's number
   * @param taskSeconds the durations of its tasks, in the order of launching
   * @param parents the indexes of the stages whose shuffles it waits for
   * @param endedBefore it also waits for this number of stages, counted in the order of their ends
   * @param gap how long the driver takes after that
   * @param overheadSec the part of a task's duration that is not work
   */
  record Node(
      int id,
      double[] taskSeconds,
      int[] parents,
      int endedBefore,
      double gap,
      double overheadSec) {

    private boolean canBeHalved(int slots) {
      return taskSeconds.length > 1 && taskSeconds.length < slots && !isSkewed();
    }

    private boolean isSkewed() {
      double[] sorted = taskSeconds.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      return sorted[n - 1] > SKEWED * median;
    }

    private Node halved() {
      double[] halves = new double[2 * taskSeconds.length];
      for (int i = 0; i < halves.length; i++) {
        halves[i] = taskSeconds[i / 2] / 2 + overheadSec;
      }
      return new Node(id, halves, parents, endedBefore, gap, overheadSec);
    }
  }

  private StageGraph(List<Node> nodes, int[] byEnd, double lastGap) {
    this.nodes = List.copyOf(nodes);
    this.byEnd = byEnd;
    this.lastGap = lastGap;
  }

  static StageGraph of(RecordedRun run, Needs needs) {
    return new Builder(run).build(needs);
  }

  /** The stages, with the lowest number first. */
  List<Node> nodes() {
    return nodes;
  }

  /** The indexes of the stages in the order in which they ended. */
  int[] byEnd() {
    return byEnd;
  }

  /** How long the driver takes after the last task. */
  double lastGap() {
    return lastGap;
  }

  /** The number of tasks. */
  int tasks() {
    return nodes.stream().mapToInt(node -> node.taskSeconds().length).sum();
  }

  /**
   * The same work with twice as many tasks in each stage that has fewer tasks than slots; the same
   * graph if there is no such stage. Each half costs the overhead of a task again. Skewed stages do
   * not change, because halving does not split a single key. Stages with one task do not change
   * either, because their work cannot be divided, such as a global aggregate.
   */
  StageGraph withTasksHalved(int slots) {
    List<Node> halved =
        nodes.stream().map(node -> node.canBeHalved(slots) ? node.halved() : node).toList();
    return halved.equals(nodes) ? this : new StageGraph(halved, byEnd, lastGap);
  }

  /** Determines what stages wait for, and for how long. */
  private static final class Builder {

    private final RecordedRun run;
    private final List<RecordedStage> stages;
    private final BusyTime busy;
    private final int[] byEnd;
    // The place of each stage in the order of ends.
    private final int[] place;
    private final double[] completed;
    // By number of stages in the order of ends: when their last tasks had finished.
    private final double[] finishedOf;
    private final double[] lastFinish;
    private final Map<String, Double> groupStart = new HashMap<>();
    private final Map<Integer, Integer> indexOf = new HashMap<>();

    private Builder(RecordedRun run) {
      this.run = run;
      this.stages = run.stages();
      this.busy = BusyTime.of(stages);
      this.byEnd =
          IntStream.range(0, stages.size())
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> stages.get(i).completed())
                      .thenComparingInt(i -> i))
              .mapToInt(i -> i)
              .toArray();
      this.place = new int[byEnd.length];
      this.completed = new double[byEnd.length];
      this.finishedOf = new double[byEnd.length + 1];
      this.lastFinish = stages.stream().mapToDouble(RecordedStage::lastFinish).toArray();
      for (int i = 0; i < byEnd.length; i++) {
        RecordedStage stage = stages.get(byEnd[i]);
        place[byEnd[i]] = i;
        completed[i] = stage.completed();
        finishedOf[i + 1] = Math.max(finishedOf[i], lastFinish[byEnd[i]]);
        groupStart.merge(stage.group(), stage.submitted(), Math::min);
        indexOf.put(stage.id(), byEnd[i]);
      }
    }

    private StageGraph build(Needs needs) {
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < stages.size(); i++) {
        nodes.add(node(i, needs));
      }
      double last = finishedOf[byEnd.length];
      return new StageGraph(nodes, byEnd, Math.max(0, run.seconds() - last));
    }

    private Node node(int index, Needs needs) {
      RecordedStage stage = stages.get(index);
      int endedBefore = endedBefore(stage.submitted(), index);
      int waitsFor =
          needs == Needs.ALL_ENDED
              ? endedBefore
              : endedBefore(groupStart.get(stage.group()), index);
      int[] parents = parents(index, waitsFor);
      double ready = finishedOf[waitsFor];
      for (int parent : parents) {
        ready = Math.max(ready, lastFinish[parent]);
      }
      double gap =
          Math.max(
              busy.idleBetween(ready, stage.firstLaunch()),
              stage.submitted() - finishedOf[endedBefore]);
      return new Node(
          stage.id(),
          stage.taskSeconds(),
          parents,
          waitsFor,
          Math.max(0, gap),
          stage.overheadSec());
    }

    /**
     * The number of stages that had ended at a moment. Only stages that ended before the waiting
     * one count: if several end within one tick of the clock, their order is unknown, and no stage
     * may wait for itself.
     */
    private int endedBefore(double moment, int index) {
      int low = 0;
      int high = place[index];
      while (low < high) {
        int middle = (low + high) / 2;
        if (completed[middle] <= moment) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** The parents that are not among the stages waited for anyway. */
    private int[] parents(int index, int waitsFor) {
      return stages.get(index).parents().stream()
          .map(indexOf::get)
          .filter(parent -> parent != null)
          .filter(parent -> place[parent] >= waitsFor && place[parent] < place[index])
          .mapToInt(parent -> parent)
          .distinct()
          .toArray();
    }
  }
}
